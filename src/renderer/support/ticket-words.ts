import {
  ArrowDown,
  ArrowUp,
  ChevronsUp,
  CircleCheck,
  CircleDot,
  CirclePause,
  CircleSlash,
  CloudCheck,
  CloudOff,
  CloudUpload,
  Equal,
} from '@lucide/vue'
import type { Component } from 'vue'

import type {
  DeliveryView,
  Priority,
  ServiceClock,
  ServiceClocks,
  TicketAction,
  TicketCategory,
  TicketEntry,
  TicketState,
} from '../../shared/contract.ts'
import type { Tone } from '../components/ui/tone.ts'
import { formatAgo } from '../format/time.ts'
import { revealControls } from '../format/visible-text.ts'

export interface Words {
  readonly word: string
  readonly tone: Tone
  readonly icon: Component
}

export const stateWords: Readonly<Record<TicketState, Words>> = {
  open: { word: 'Open', tone: 'accent', icon: CircleDot },
  waiting: { word: 'Waiting', tone: 'warn', icon: CirclePause },
  resolved: { word: 'Resolved', tone: 'ok', icon: CircleCheck },
  closed: { word: 'Closed', tone: 'neutral', icon: CircleSlash },
}

export const priorityWords: Readonly<Record<Priority, Words>> = {
  critical: { word: 'Critical', tone: 'danger', icon: ChevronsUp },
  high: { word: 'High', tone: 'warn', icon: ArrowUp },
  normal: { word: 'Normal', tone: 'neutral', icon: Equal },
  low: { word: 'Low', tone: 'neutral', icon: ArrowDown },
}

export const categoryWords: Readonly<Record<TicketCategory, string>> = {
  technical: 'Technical',
  incident: 'Incident',
  data: 'Data',
  security: 'Security',
  feature: 'Feature',
  account: 'Account',
}

export const actionWords: Readonly<Record<TicketAction, { readonly label: string; readonly done: string }>> = {
  wait: { label: 'Wait for the requester', done: 'waits for the requester' },
  resume: { label: 'Resume', done: 'is open again' },
  resolve: { label: 'Resolve', done: 'is resolved' },
  close: { label: 'Close', done: 'is closed' },
  reopen: { label: 'Reopen', done: 'is open again' },
}

export const deliveryWords: Readonly<Record<DeliveryView['status'], Words>> = {
  waiting: { word: 'Waiting to be sent', tone: 'warn', icon: CloudUpload },
  delivered: { word: 'Delivered', tone: 'ok', icon: CloudCheck },
  failed: { word: 'Not delivered', tone: 'danger', icon: CloudOff },
}

/** One deadline in a few words. */
export interface ClockWords {
  readonly text: string
  readonly tone: Tone
}

/** `due in 3 h`, `overdue since 5 min ago`, `paused`, `kept`, `missed`: a clock that runs goes on without the engine. // V-235 */
export function clockWords({ status, breached, dueAt }: ServiceClock, now: number): ClockWords {
  if (status === 'stopped') return breached ? { text: 'missed', tone: 'danger' } : { text: 'kept', tone: 'ok' }
  if (status === 'paused') return { text: breached ? 'paused, missed' : 'paused', tone: breached ? 'danger' : 'neutral' }
  const due = dueAt ?? now
  if (now <= due) return { text: `due ${formatAgo(due, now)}`, tone: 'neutral' }
  return { text: `overdue since ${formatAgo(due, now)}`, tone: 'danger' }
}

/** The deadline that comes next: the answer until there is one, then the resolution. */
export function nextClock({ firstAnswer, resolution }: ServiceClocks, now: number): ClockWords {
  const answer = firstAnswer.status !== 'stopped'
  const { text, tone } = clockWords(answer ? firstAnswer : resolution, now)
  if (resolution.status === 'stopped') return { text: resolution.breached ? 'Missed' : 'Kept', tone }
  return { text: `${answer ? 'Answer' : 'Resolution'} ${text}`, tone }
}

/** What happened, as a sentence; a comment speaks for itself. */
export function entryWords(entry: Exclude<TicketEntry, { what: 'comment' }>): string {
  if (entry.what === 'state') return `The ticket ${actionWords[entry.action].done}`
  if (entry.what === 'priority') return `Priority is ${priorityWords[entry.priority].word.toLowerCase()}`
  if (entry.what === 'attachment') return `Attached ${revealControls(entry.name)}`
  return `Linked ${entry.link.kind} ${revealControls(entry.link.id)}`
}
