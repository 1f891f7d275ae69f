import { SrvraError } from '../../core/errors.ts'
import { PROTOCOL_VERSION } from '../../core/protocol/frames.ts'
import type { ErrorFrame, Hello, HubFrame, Welcome } from '../../core/protocol/frames.ts'
import { LANES } from '../../core/session/lanes.ts'
import type { Closing } from '../../ports/transport.ts'
import { CONFLICT } from '../../state/event-types.ts'
import { DigestCheck } from './digest-check.ts'
import { Fetcher } from './fetcher.ts'
import { Link } from './link.ts'
import { ProgressTeller } from './progress-teller.ts'
import { Pusher } from './pusher.ts'
import type { ReplicaOptions } from './replica-options.ts'
import { createParts } from './replica-parts.ts'
import type { ReplicaParts } from './replica-parts.ts'
import { replicaReport } from './replica-report.ts'
import { replicaStatistics } from './replica-statistics.ts'
import type { ReplicaStatistics } from './replica-statistics.ts'
import type { Received } from './receiver.ts'
import type { Settled } from './settlement.ts'
import { SyncRounds } from './sync-rounds.ts'
import type { SyncRequest } from './sync-rounds.ts'

const HIGH_WATER_BYTES = 1024 * 1024

/** A replica's conversation with its hub: what it is told, what it says, and what both come to. */
export class Exchange {
  readonly parts: ReplicaParts
  readonly link: Link
  readonly check: DigestCheck
  readonly rounds: SyncRounds
  readonly #options: ReplicaOptions
  readonly #pusher: Pusher
  readonly #fetcher: Fetcher
  readonly #teller: ProgressTeller
  #lastId = 0
  #hubAheadMs = 0
  #lastError: ErrorFrame | undefined
  #pumpDue: (() => void) | undefined
  /** What both sides hold was compared since the connection began, or since the subscription changed. */
  #compared = false
  #quiet: (() => void) | undefined

  constructor(options: ReplicaOptions) {
    this.#options = options
    this.parts = createParts(options, { onWrite: () => this.pumpSoon(), onFailure: (error) => this.link.fail(error) })
    this.link = new Link({ ...options, counts: this.parts.counts }, this.#linkEvents())
    this.check = this.#createCheck()
    this.rounds = new SyncRounds({
      outbox: this.parts.outbox,
      check: this.check,
      connected: () => this.link.welcome !== undefined,
      exchanged: () => this.parts.counts,
    })
    this.#fetcher = new Fetcher({
      stale: () => this.parts.receiver.staleKeys,
      nextId: () => ++this.#lastId,
      send: (frame) => this.link.send(frame),
    })
    this.#teller = new ProgressTeller({
      ...options,
      ...this.parts,
      position: () => this.#position,
      send: (frame) => this.link.welcome && this.link.send(frame),
    })
    this.#pusher = this.#createPusher()
  }

  statistics(): ReplicaStatistics {
    return replicaStatistics(this.parts, this.check.last)
  }

  subscribe(patterns: readonly string[]): void {
    this.parts.subscription.replace(patterns)
    if (!this.link.welcome) return
    this.#announce()
    this.#balance()
  }

  /** Sends what may go, as far as the connection takes it. */
  pump({ priority, immediate }: SyncRequest = {}): void {
    const { welcome } = this.link
    if (!welcome) return
    const { clock, compressionFor } = this.#options
    if (immediate) this.parts.outbox.hurry(LANES.slice(0, LANES.indexOf(priority ?? 'low') + 1))
    while (this.link.bufferedBytes < HIGH_WATER_BYTES) {
      const push = this.#pusher.next({ ...welcome.limits, hubNow: clock.now() + this.#hubAheadMs, least: priority })
      if (!push) break
      const thresholds = push.operations.flatMap(({ key }) => compressionFor(key) ?? [])
      this.link.send({ type: 'push', ...push }, thresholds.length === 0 ? undefined : Math.min(...thresholds))
    }
  }

  /** Writes of one turn go together. */
  pumpSoon(): void {
    this.#pumpDue ??= this.#options.scheduler.after(0, () => {
      this.#pumpDue = undefined
      this.#guarded(() => {
        this.pump()
        this.#balance()
      })
    })
  }

  /** There is no connection any more: what was on its way will be sent again. */
  disconnected(): void {
    this.#pusher.lost()
    this.#fetcher.abandon()
    this.check.abandon()
    this.#quiet?.()
    this.#quiet = undefined
    this.parts.monitor.disconnected()
  }

  close(): void {
    this.#pumpDue?.()
    this.#teller.close()
    this.#pusher.close()
    this.parts.resting.close()
    this.parts.subscription.close()
  }

  get #position(): number {
    return this.parts.receiver.position?.seq ?? 0
  }

  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.link.fail(error)
    }
  }

  #linkEvents(): ConstructorParameters<typeof Link>[1] {
    return {
      onAttempt: (node, attempt, delayMs) => this.parts.monitor.attempted(node, attempt, delayMs),
      hello: () => this.#hello(),
      onWelcome: (node, welcome) => this.#welcomed(node, welcome),
      onFrame: (frame) => this.#receive(frame),
      onDrain: () => this.pump(),
      unanswered: () => this.#pusher.oldest,
      onFailure: (error) => this.#failed(error),
      onDown: (closing, final) => this.#down(closing, final),
    }
  }

  #hello(): Hello {
    const { storage, token, name, codec } = this.#options
    const { receiver, subscription } = this.parts
    const { position } = receiver
    const patterns = subscription.announce()
    const wanted = new Set(patterns)
    const resumed = position?.snapshotAfter === undefined ? {} : { snapshotAfter: position.snapshotAfter }
    return {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      replica: storage.storeId,
      ...(name === undefined ? {} : { name }),
      ...(token === undefined ? {} : { token }),
      ...(position ? { hub: position.hub, epoch: position.epoch, ...resumed } : {}),
      since: position?.seq ?? 0,
      patterns,
      covered: (position?.covered ?? []).filter((pattern) => wanted.has(pattern)),
      codecs: codec ? [codec.name] : [],
    }
  }

  #announce(): void {
    this.#compared = false
    this.link.send({ type: 'subscribe', id: ++this.#lastId, patterns: this.parts.subscription.announce() })
  }

  #welcomed(node: string, welcome: Welcome): void {
    const { receiver, monitor, subscription } = this.parts
    receiver.begin(welcome.hub, welcome.epoch)
    this.#hubAheadMs = welcome.time - this.#options.clock.now()
    this.#compared = false
    this.#lastError = undefined
    monitor.welcomed(node)
    if (subscription.unsaid) this.#announce()
    subscription.forgetUnwanted()
    this.#fetcher.advance()
    this.pump()
    this.#teller.tell()
    this.#balance()
  }

  #receive(frame: Exclude<HubFrame, Welcome>): void {
    const { receiver } = this.parts
    switch (frame.type) {
      case 'changes':
        this.#applied(receiver.changes(frame))
        break
      case 'snapshot':
        this.#applied(receiver.snapshot(frame))
        break
      case 'documents':
        this.#fetcher.arrived(frame)
        this.#applied(receiver.documents(frame))
        break
      case 'answers':
        this.#answered(this.#pusher.answers(frame))
        break
      case 'digest':
        this.check.onDigest(frame)
        break
      case 'listing':
        this.check.onListing(frame)
        break
      case 'inspect':
        return this.link.send(replicaReport(frame.id, this.parts.monitor.state.status, this.parts, this.statistics()))
      case 'drain':
        return this.link.restart('the hub is being drained')
      case 'error':
        return this.#told(frame)
      case 'ping':
      case 'pong':
        return
    }
    this.#fetcher.advance()
    this.#balance()
  }

  #applied({ changes, durable }: Received): void {
    this.parts.counts.changes += changes
    this.parts.monitor.exchanged({ received: changes })
    this.#teller.applied(durable, (error) => this.link.fail(error))
    this.check.advanced()
  }

  #answered(durable: Promise<void> | undefined): void {
    this.#teller.applied(durable, (error) => this.link.fail(error))
    this.pump()
  }

  /** The hub refused a frame: a push waits and goes again; what is fatal ends the connection by itself. */
  #told(error: ErrorFrame): void {
    this.#lastError = error
    if (error.id !== undefined && !error.fatal) this.#pusher.refused(error.id)
    this.parts.monitor.told({ code: error.code, message: error.message })
    this.pumpSoon()
  }

  #settled({ key, operation, outcome, confirmed }: Settled): void {
    const { pending, monitor } = this.parts
    monitor.exchanged({ sent: 1 })
    pending.takeTicket(operation.opId)?.settle(outcome)
    if (outcome.outcome === 'rejected') monitor.told({ code: outcome.code, message: outcome.message, key })
    if (outcome.outcome !== 'conflict') return
    this.#options.eventBus.emit(CONFLICT, {
      key,
      id: outcome.conflict,
      reason: outcome.reason,
      baseValue: operation.over.value,
      clientValue: operation.value.value,
      serverValue: confirmed.value,
    })
  }

  /** Works out whether both sides have the same, and what that means. */
  #balance(): void {
    const { welcome } = this.link
    if (!welcome) return
    const { receiver, outbox, deadLetters, monitor, subscription } = this.parts
    const { position, staleKeys } = receiver
    const covered = position?.snapshotAfter === undefined && subscription.isCoveredBy(position?.covered)
    const caughtUp = covered && this.#position >= welcome.head && staleKeys.size === 0 && !subscription.narrowing
    const busy = !caughtUp || outbox.inFlight > 0 || outbox.hasReady
    monitor.become({ type: 'balance', busy, waiting: outbox.waiting, deadLetters: deadLetters.size })
    if (caughtUp && !this.#compared) this.#compare()
    if (!busy) this.#compareWhenQuiet()
    this.rounds.advance()
  }

  /** P-69: after each connection both sides make sure that they have the same. */
  #compare(): void {
    this.#compared = true
    this.check.ask(() => this.#balance())
  }

  /** P-69: and again whenever nothing has happened for a while. */
  #compareWhenQuiet(): void {
    this.#quiet?.()
    this.#quiet = this.#options.scheduler.after(this.#options.syncInterval, () => {
      this.#quiet = undefined
      if (this.link.welcome) this.#compare()
    })
  }

  /** P-88: what failed here is shown and tried again, unless the hub turned out to be another one. */
  #failed(error: unknown): boolean {
    const retrying = !(error instanceof SrvraError && error.code === 'E_OTHER_HUB')
    const shown = this.parts.monitor.failed(error, retrying)
    if (!retrying) this.rounds.fail(new SrvraError(shown.code, shown.message))
    return retrying
  }

  #down({ code, reason }: Closing, final: boolean): void {
    this.disconnected()
    if (!final) return
    const message = this.#lastError?.message ?? `The hub closed the connection: ${reason}.`
    const error = new SrvraError(this.#lastError?.code ?? 'E_REFUSED', message, { closing: code })
    this.parts.monitor.become({ type: 'failed', code: error.code, message, retrying: false })
    this.rounds.fail(error)
  }

  #createCheck(): DigestCheck {
    const { records, digest, receiver } = this.parts
    return new DigestCheck({
      records,
      digest,
      scheduler: this.#options.scheduler,
      clock: this.#options.clock,
      send: (frame) => this.link.send(frame),
      position: () => this.#position,
      distrust: (keys) => receiver.distrust(keys),
    })
  }

  #createPusher(): Pusher {
    const { receiver, subscription, deadLetters } = this.parts
    return new Pusher({
      ...this.#options,
      ...this.parts,
      context: {
        ...this.#options,
        ...this.parts,
        isPassed: (key, seq) => receiver.isPassed(key, seq),
        isWanted: (key) => subscription.matches(key),
      },
      nextId: () => ++this.#lastId,
      onSettled: (settled) => this.#settled(settled),
      onDeadLetter: (letter) => deadLetters.added(letter),
      onHubTime: (hubNow) => {
        this.#hubAheadMs = hubNow - this.#options.clock.now()
      },
      onStale: (keys) => receiver.distrust(keys),
    })
  }
}
