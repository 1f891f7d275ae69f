import type { SessionCounts } from './session-counts.ts'

/** Sums over connections, ended ones included. */
export interface SessionTotals {
  readonly received: { readonly frames: number; readonly operations: number; readonly bytes: number }
  readonly sent: { readonly frames: number; readonly changes: number; readonly bytes: number; readonly bytesSaved: number }
  readonly answered: { readonly committed: number; readonly merged: number; readonly conflict: number; readonly rejected: number }
}

/** What a hub has done since it was opened. */
export interface HubStatistics extends SessionTotals {
  /** Connected replicas, and all that were ever here. */
  readonly sessions: number
  readonly clients: number
  readonly openConflicts: number
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
