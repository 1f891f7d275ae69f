import { Bug, CircleAlert, Info, TriangleAlert } from '@lucide/vue'

import type { LogEntry, LogLevel } from '../../shared/contract.ts'
import { formatInstant } from '../format/time.ts'
import { revealControls } from '../format/visible-text.ts'
import type { Words } from './ticket-words.ts'

export const levelWords: Readonly<Record<LogLevel, Words>> = {
  error: { word: 'Error', tone: 'danger', icon: CircleAlert },
  warn: { word: 'Warning', tone: 'warn', icon: TriangleAlert },
  info: { word: 'Info', tone: 'neutral', icon: Info },
  debug: { word: 'Debug', tone: 'neutral', icon: Bug },
}

export type LevelChoice = 'all' | 'warn' | 'error' | 'info'

const severity: readonly LogLevel[] = ['error', 'warn', 'info', 'debug']

/** A level and whatever is worse. */
export function levelsFrom(choice: LevelChoice): readonly LogLevel[] | undefined {
  return choice === 'all' ? undefined : severity.slice(0, severity.indexOf(choice) + 1)
}

export type SpanChoice = 'all' | 'hour' | 'day' | 'week'

const spanMs: Readonly<Record<Exclude<SpanChoice, 'all'>, number>> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 }

export function beginningOf(choice: SpanChoice, now: number): number | undefined {
  return choice === 'all' ? undefined : now - spanMs[choice]
}

/** An entry as one copies it. */
export function entryText({ at, level, component, code, message, stack }: LogEntry): string {
  const head = [formatInstant(at, true), levelWords[level].word, component, code].filter((part) => part !== undefined).join(' · ')
  return [head, revealControls(message), ...(stack === undefined ? [] : [stack])].join('\n')
}
