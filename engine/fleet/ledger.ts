import type { JsonValue } from '../core/json/index.ts'
import type { SyncOutcome } from '../state/state-update.ts'
import type { Audit } from './promised-write.ts'
import { TimeHistogram } from './time-histogram.ts'

/** A write of a member. */
export interface WrittenValue {
  readonly key: string
  readonly value: JsonValue
  /** The store that it was written in. */
  readonly origin: string
}

/** What a fleet wrote and what became of it, in figures. */
export interface LedgerCounts {
  readonly written: number
  readonly acknowledged: number
  readonly merged: number
  readonly conflicts: number
  readonly rejected: number
}

/** Keeps the books of a fleet: who wrote what, and what the hub promised. */
export class Ledger {
  readonly #audit: Audit
  readonly #counts = { written: 0, acknowledged: 0, merged: 0, conflicts: 0, rejected: 0 }
  readonly #times = new TimeHistogram()

  constructor(audit: Audit) {
    this.#audit = audit
  }

  get counts(): LedgerCounts {
    return { ...this.#counts }
  }

  /** Writes whose outcome nobody knows yet. */
  get waiting(): number {
    const { written, acknowledged, conflicts, rejected } = this.#counts
    return written - acknowledged - conflicts - rejected
  }

  written(): void {
    this.#counts.written++
  }

  /** `tookMs` only where the writer was connected all the while. */
  settled({ key, value, origin }: WrittenValue, outcome: SyncOutcome, tookMs: number | undefined): void {
    if (tookMs !== undefined) this.#times.add(tookMs)
    if (outcome.outcome === 'conflict') this.#counts.conflicts++
    else if (outcome.outcome === 'rejected') this.#counts.rejected++
    else {
      const { version, seq } = outcome
      const merged = outcome.outcome === 'merged'
      this.#counts.acknowledged++
      if (merged) this.#counts.merged++
      this.#audit.promised({ key, value, origin, version, seq, merged })
    }
  }

  /** Milliseconds that the given part of the writes did not exceed. */
  percentile(part: number): number {
    return this.#times.percentile(part)
  }

  countLost(): Promise<number> {
    return this.#audit.countLost()
  }
}
