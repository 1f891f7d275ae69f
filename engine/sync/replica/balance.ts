import type { Scheduler } from '../../ports/scheduler.ts'
import type { DigestCheck } from './digest-check.ts'
import type { Link } from './link.ts'
import type { ReplicaParts } from './replica-parts.ts'
import type { SyncRounds } from './sync-rounds.ts'

export interface BalanceOptions {
  readonly parts: ReplicaParts
  readonly link: Link
  readonly check: DigestCheck
  readonly rounds: SyncRounds
  readonly scheduler: Scheduler
  /** How long it has to be quiet until both sides are compared again, in milliseconds. */
  readonly syncInterval: number
}

/** Works out whether both sides have the same, and what that means: the state, the comparison, the rounds that wait. */
export class Balance {
  readonly #options: BalanceOptions
  /** What both sides hold was compared since the connection began, or since the subscription changed. */
  #compared = false
  #quiet: (() => void) | undefined

  constructor(options: BalanceOptions) {
    this.#options = options
  }

  /** Both sides have to be compared again when all is here. */
  reopen(): void {
    this.#compared = false
  }

  work(): void {
    const { parts, link, rounds } = this.#options
    const { welcome } = link
    if (!welcome) return
    const { outbox, deadLetters, acknowledged, monitor } = parts
    const caughtUp = this.#hasAll(welcome.head)
    const busy = !caughtUp || outbox.inFlight > 0 || outbox.hasReady || acknowledged.due.size > 0
    monitor.become({ type: 'balance', busy, waiting: outbox.waiting, deadLetters: deadLetters.size })
    if (caughtUp && !this.#compared) this.#compare()
    if (!busy) this.#compareWhenQuiet()
    rounds.advance()
  }

  /** There is no connection to compare over. */
  stop(): void {
    this.#quiet?.()
    this.#quiet = undefined
  }

  /** Everything that was there when the hub let this replica in is here. */
  #hasAll(head: number): boolean {
    const { receiver, subscription } = this.#options.parts
    const { position, staleKeys } = receiver
    if (!position || position.snapshotAfter !== undefined || subscription.narrowing || staleKeys.size > 0) return false
    return subscription.isCoveredBy(position.covered) && position.seq >= head
  }

  /** P-69: after each connection both sides make sure that they have the same. */
  #compare(): void {
    this.#compared = true
    this.#options.check.ask(() => this.work())
  }

  /** P-69: and again whenever nothing has happened for a while. */
  #compareWhenQuiet(): void {
    const { scheduler, syncInterval, link } = this.#options
    this.#quiet?.()
    this.#quiet = scheduler.after(syncInterval, () => {
      this.#quiet = undefined
      if (link.welcome) this.#compare()
    })
  }
}
