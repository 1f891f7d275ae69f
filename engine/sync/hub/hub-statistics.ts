import type { ClientRecord } from './client-registry.ts'
import type { SessionCounts } from './session-counts.ts'

/** Sums over connections, ended ones included. */
export interface SessionTotals {
  readonly received: { readonly frames: number; readonly operations: number; readonly bytes: number }
  readonly sent: { readonly frames: number; readonly changes: number; readonly bytes: number; readonly bytesSaved: number }
  readonly answered: { readonly committed: number; readonly merged: number; readonly conflict: number; readonly rejected: number }
}

/** What a hub has done since it was opened. */
export interface HubStatistics extends SessionTotals, WaitingFigures {
  /** Connected replicas. */
  readonly sessions: number
}

export interface WaitingFigures {
  /** Replicas that were ever here. */
  readonly clients: number
  /** Operations that wait at replicas, as these said last. */
  readonly pending: number
  readonly openConflicts: number
  /** Of these, each reason that was ever seen since the hub was opened: one that is settled counts 0. */
  readonly conflictsByReason: Readonly<Record<string, number>>
}

/** Counts what waits at a hub and its replicas. */
export class WaitingCounts {
  readonly #reasons = new Set<string>()

  figures(clients: Iterable<ClientRecord>, conflicts: ReadonlyMap<string, { readonly reason: string }>): WaitingFigures {
    let [known, pending] = [0, 0]
    for (const { pending: lanes } of clients) {
      known++
      pending += lanes.critical + lanes.high + lanes.normal + lanes.low
    }
    for (const { reason } of conflicts.values()) this.#reasons.add(reason)
    const byReason = Object.fromEntries([...this.#reasons].map((reason) => [reason, 0]))
    for (const { reason } of conflicts.values()) byReason[reason] = (byReason[reason] ?? 0) + 1
    return { clients: known, pending, openConflicts: conflicts.size, conflictsByReason: byReason }
  }
}

export const NO_TOTALS: SessionTotals = {
  received: { frames: 0, operations: 0, bytes: 0 },
  sent: { frames: 0, changes: 0, bytes: 0, bytesSaved: 0 },
  answered: { committed: 0, merged: 0, conflict: 0, rejected: 0 },
}

export function addTotals(totals: SessionTotals, { received, sent, answered }: SessionCounts): SessionTotals {
  return {
    received: sum(totals.received, received),
    sent: sum(totals.sent, sent),
    answered: sum(totals.answered, answered),
  }
}

function sum<Counts extends Readonly<Record<keyof Counts, number>>>(left: Counts, right: Counts): Counts {
  const names = Object.keys(left) as (keyof Counts)[]
  return Object.fromEntries(names.map((name) => [name, left[name] + right[name]])) as Counts
}
