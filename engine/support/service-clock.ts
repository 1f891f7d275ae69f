import type { Priority } from '../core/log/change.ts'
import type { Ticket, TicketEntry, TicketState } from '../ports/ticket-store.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How soon somebody is to answer, and how soon a ticket is to be resolved; milliseconds. */
export interface ServiceTarget {
  readonly firstAnswerMs: number
  readonly resolutionMs: number
}

export type ServiceTargets = Readonly<Record<Priority, ServiceTarget>>

/** Support is there at all hours, so the clock runs at all hours. */
export const DEFAULT_TARGETS: ServiceTargets = {
  critical: { firstAnswerMs: 30 * MINUTE, resolutionMs: 4 * HOUR },
  high: { firstAnswerMs: 2 * HOUR, resolutionMs: DAY },
  normal: { firstAnswerMs: 8 * HOUR, resolutionMs: 3 * DAY },
  low: { firstAnswerMs: DAY, resolutionMs: 10 * DAY },
}

/** One deadline of a ticket. */
export interface ServiceClock {
  readonly status: 'running' | 'paused' | 'stopped'
  readonly targetMs: number
  /** Time that counted until now, or until it stopped. */
  readonly elapsedMs: number
  readonly breached: boolean
  /** When it will be, or was, breached; of a clock that runs. */
  readonly dueAt?: number
}

export interface ServiceClocks {
  readonly firstAnswer: ServiceClock
  readonly resolution: ServiceClock
}

/** Which states time counts in: not while the one who asked has to say something, and not when it is done. */
const COUNTS: Readonly<Record<TicketState, ServiceClock['status']>> = {
  open: 'running',
  waiting: 'paused',
  resolved: 'stopped',
  closed: 'stopped',
}

/** How the deadlines of a ticket stand, from what happened to it. The priority that it has now counts from its beginning. */
export function serviceClocks(ticket: Ticket, targets: ServiceTargets, now: number): ServiceClocks {
  const { firstAnswerMs, resolutionMs } = targets[ticket.priority]
  const answered = ticket.entries.find(isAnswer)?.at
  const resolution = clockUntil(ticket, resolutionMs, now)
  if (answered === undefined) return { firstAnswer: clockUntil(ticket, firstAnswerMs, now), resolution }
  const elapsedMs = runningTime(ticket, answered)
  return { firstAnswer: { status: 'stopped', targetMs: firstAnswerMs, elapsedMs, breached: elapsedMs > firstAnswerMs }, resolution }
}

function isAnswer(entry: TicketEntry): boolean {
  return entry.what === 'comment' && entry.from === 'support'
}

function clockUntil(ticket: Ticket, targetMs: number, now: number): ServiceClock {
  const status = COUNTS[ticket.state]
  const elapsedMs = runningTime(ticket, now)
  const dueAt = now - elapsedMs + targetMs
  return { status, targetMs, elapsedMs, breached: elapsedMs > targetMs, ...(status === 'running' ? { dueAt } : {}) }
}

/** Time that counted up to an instant. A clock that was set back counts nothing twice and nothing below zero. */
function runningTime({ createdAt, entries }: Ticket, until: number): number {
  let state: TicketState = 'open'
  let since = createdAt
  let sum = 0
  const pass = (at: number): void => {
    if (COUNTS[state] === 'running') sum += Math.max(0, Math.min(at, until) - since)
    since = Math.max(since, at)
  }
  for (const entry of entries) {
    if (entry.what !== 'state') continue
    pass(entry.at)
    state = entry.state
  }
  pass(until)
  return sum
}
