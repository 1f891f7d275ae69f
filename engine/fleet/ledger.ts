import type { SyncOutcome } from '../state/state-update.ts'

/** What the hub said that it took. */
export interface Acknowledged {
  readonly key: string
  readonly version: number
  readonly seq: number
}

const MAX_TIMES = 200_000

/** Who was promised what: kept by the fleet itself, to hold the hub to it. */
export class Ledger {
  readonly acknowledged: Acknowledged[] = []
  readonly counts = { written: 0, merged: 0, conflicts: 0, rejected: 0 }
  readonly #times: number[] = []
  #pending = 0

  /** Writes whose outcome nobody knows yet. */
  get pending(): number {
    return this.#pending
  }

  written(): void {
    this.counts.written++
    this.#pending++
  }

  /** `tookMs` only where the writer was connected all the while. */
  settled(key: string, outcome: SyncOutcome, tookMs: number | undefined): void {
    this.#pending--
    if (outcome.outcome === 'conflict') this.counts.conflicts++
    else if (outcome.outcome === 'rejected') this.counts.rejected++
    else {
      if (outcome.outcome === 'merged') this.counts.merged++
      this.acknowledged.push({ key, version: outcome.version, seq: outcome.seq })
    }
    if (tookMs !== undefined && this.#times.length < MAX_TIMES) this.#times.push(tookMs)
  }

  /** The time that the given part of the writes did not exceed; 0 when there were none. */
  percentile(part: number): number {
    const sorted = this.#times.toSorted((a, b) => a - b)
    return Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0) * 100) / 100
  }
}
