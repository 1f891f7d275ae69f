import type { Priority } from '../../core/log/change.ts'
import type { SrvraError } from '../../core/errors.ts'
import { LANES } from '../../core/session/lanes.ts'
import type { DigestCheck } from './digest-check.ts'
import type { Outbox } from './outbox.ts'
import type { ReplicaCounts } from './replica-counts.ts'

/** What is to be synchronized now. */
export interface SyncRequest {
  /** This lane and the more urgent ones. Default: all. */
  readonly priority?: Priority
  /** Send also what still waits for its `syncInterval`. */
  readonly immediate?: boolean
}

/** What was exchanged. */
export interface SyncRound {
  /** Operations that were answered, and changes that came. */
  readonly sent: number
  readonly received: number
  readonly conflicts: number
  readonly rejected: number
  /** True when afterwards both sides held the same documents. */
  readonly equal: boolean
}

export interface SyncRoundsOptions {
  readonly outbox: Outbox
  readonly check: DigestCheck
  readonly connected: () => boolean
  readonly exchanged: () => ReplicaCounts
}

interface Waiting {
  readonly least: Priority
  readonly from: { readonly sent: number; readonly received: number; readonly conflicts: number; readonly rejected: number }
  checking: boolean
  readonly resolve: (round: SyncRound) => void
  readonly reject: (error: unknown) => void
}

/** Those who wait until what was written is answered and what the hub had is here. */
export class SyncRounds {
  readonly #options: SyncRoundsOptions
  #waiting: Waiting[] = []

  constructor(options: SyncRoundsOptions) {
    this.#options = options
  }

  begin({ priority = 'low' }: SyncRequest): Promise<SyncRound> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ least: priority, from: this.#sums(), checking: false, resolve, reject })
      this.advance()
    })
  }

  /** Something was answered or arrived. */
  advance(): void {
    if (!this.#options.connected()) return
    for (const waiting of this.#waiting) {
      if (waiting.checking || this.#options.outbox.owes(LANES.slice(0, LANES.indexOf(waiting.least) + 1))) continue
      waiting.checking = true
      // The hub's digest comes behind everything that it had sent before: when it is here, so is that.
      this.#options.check.ask((comparison) => {
        waiting.checking = false
        if (comparison) this.#finish(waiting, comparison.equal)
      })
    }
  }

  /** What is waited for will not come. */
  fail(error: SrvraError): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }

  #finish(waiting: Waiting, equal: boolean): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiting)
    const now = this.#sums()
    const { from } = waiting
    waiting.resolve({
      sent: now.sent - from.sent,
      received: now.received - from.received,
      conflicts: now.conflicts - from.conflicts,
      rejected: now.rejected - from.rejected,
      equal,
    })
  }

  #sums(): Waiting['from'] {
    const { operations, changes } = this.#options.exchanged()
    const { committed, merged, conflicts, rejected } = operations
    return { sent: committed + merged + conflicts + rejected, received: changes, conflicts, rejected }
  }
}
