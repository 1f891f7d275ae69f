import type { BackupStatus, DrillReport, TargetState, TargetStatus } from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatCount, formatCounted } from '../format/number.ts'
import { formatAgo } from '../format/time.ts'

/** A state in a colour, a word and, where there is more to say, a sentence. */
export interface StateWords {
  readonly tone: Tone
  readonly word: string
  readonly text: string
}

const stateWords: Readonly<Record<TargetState, { readonly tone: Tone; readonly word: string }>> = {
  ok: { tone: 'ok', word: 'In step' },
  lagging: { tone: 'warn', word: 'Lagging' },
  failing: { tone: 'danger', word: 'Failing' },
  unknown: { tone: 'neutral', word: 'Not known yet' },
}

/** How a target stands; a fault says what the target said. // V-266 */
export function targetWords({ state, lagMs, error }: TargetStatus): StateWords {
  const text = error?.message ?? (state === 'lagging' && lagMs !== null ? `${lagWords(lagMs)} behind` : '')
  return { ...stateWords[state], text }
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `0 s`, `4.2 s`, `12 min`, `3 h`, `2 days`: as precise as it matters. */
export function lagWords(ms: number): string {
  if (ms === 0) return '0 s'
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`
  if (ms < 2 * MINUTE) return `${Math.round(ms / SECOND)} s`
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} h`
  return formatCounted(Math.round(ms / DAY), 'day')
}

/** Above this the stream does not keep its promise of a second, whatever the reason. */
const LATE_MS = 10 * SECOND
/** Drills that are older prove little. */
const STALE_DRILL_MS = 31 * DAY

export interface Health {
  readonly tone: Tone
  readonly sentence: string
}

/** The worst that there is to say of backups, in one sentence. // V-266 */
export function backupHealth(status: BackupStatus, now: number): Health {
  const { enabled, targets, lastBackup, lastAttempt, verification, streamLagMs } = status
  if (!enabled) return { tone: 'warn', sentence: 'No backups are made: what is lost here is lost for good.' }
  const failing = targets.filter(({ state }) => state === 'failing')
  if (failing.length === targets.length && targets.length > 0)
    return { tone: 'danger', sentence: `Nothing can be backed up: ${failing[0]?.error?.message ?? 'no target answers.'}` }
  if (verification && !verification.ok)
    return { tone: 'danger', sentence: `The last drill found the backups wrong: ${firstProblem(verification)}` }
  if (lastAttempt) return { tone: 'danger', sentence: `The last backup failed: ${lastAttempt.error.message}` }
  if (!lastBackup) return { tone: 'warn', sentence: 'No backup yet. The first one is made as soon as a target answers.' }
  const [first] = failing
  if (first) return { tone: 'warn', sentence: `${first.name} does not answer; the other targets hold everything.` }
  if (streamLagMs > LATE_MS)
    return { tone: 'warn', sentence: `The newest changes of ${lagWords(streamLagMs)} are in no backup yet.` }
  return drillHealth(verification, now)
}

function drillHealth(verification: DrillReport | undefined, now: number): Health {
  if (!verification) return { tone: 'warn', sentence: 'Everything is backed up. No restore was ever tried: run a drill.' }
  if (now - verification.at > STALE_DRILL_MS)
    return { tone: 'warn', sentence: `Everything is backed up. The last drill was ${formatAgo(verification.at, now)}.` }
  return { tone: 'ok', sentence: `Everything is backed up, and a restore was tried ${formatAgo(verification.at, now)}.` }
}

function firstProblem({ problems }: DrillReport): string {
  const [first = 'the restored store differs.'] = problems
  return problems.length > 1 ? `${first} (and ${formatCounted(problems.length - 1, 'more fault', 'more faults')})` : first
}

/** What the last drill says, for a badge. */
export function drillWords(verification: DrillReport | undefined, now: number): StateWords {
  if (!verification) return { tone: 'warn', word: 'Never verified', text: 'No restore was ever tried.' }
  const { ok, at, restoredSeq, tookMs } = verification
  if (!ok) return { tone: 'danger', word: 'Not restorable', text: firstProblem(verification) }
  const text = `Restored up to operation ${formatCount(restoredSeq)} in ${lagWords(tookMs)}, equal to the store.`
  return now - at > STALE_DRILL_MS ? { tone: 'warn', word: 'Verified long ago', text } : { tone: 'ok', word: 'Verified', text }
}

/** What becomes of the key, and what to do about it; undefined when a copy is kept elsewhere. // V-270 */
export function keyWarning({ enabled, key }: BackupStatus): string | undefined {
  if (!enabled || !key.keptBeside) return undefined
  return `The key ${key.id} that backups are sealed with lies beside the store alone: whoever loses this disk loses both. Keep a copy elsewhere.`
}

/** `9 base backups and every change`, below the age of the oldest. */
export function windowWords({ backups, window }: BackupStatus): string {
  return window ? `${formatCounted(backups, 'base backup')} and every change` : 'there is nothing to restore to yet'
}

/** A figure and what is to say of it. */
export interface AgeWords {
  readonly value: string
  readonly note: string
}

/** How old the last good backup is. // V-278 */
export function backupAge({ enabled, lastBackup, streamLagMs, lastAttempt }: BackupStatus, now: number): AgeWords {
  if (!lastBackup) return { value: 'None', note: enabled ? 'the first one is still to come' : 'backups are off' }
  const value = formatAgo(lastBackup.at, now)
  if (!enabled) return { value, note: 'backups are off' }
  if (lastAttempt) return { value, note: 'the last attempt failed' }
  return {
    value,
    note:
      streamLagMs > LATE_MS ? `changes of ${lagWords(streamLagMs)} are in none yet` : 'changes since then follow as they happen',
  }
}

/** How long ago a restore was tried and held. A drill that found faults verifies nothing. */
export function drillAge({ verification }: BackupStatus, now: number): AgeWords {
  if (!verification) return { value: 'Never', note: 'no drill was ever run' }
  const ago = formatAgo(verification.at, now)
  if (!verification.ok) return { value: 'Failed', note: `the drill ${ago} found faults` }
  return { value: ago, note: `restored up to operation ${formatCount(verification.restoredSeq)}` }
}
