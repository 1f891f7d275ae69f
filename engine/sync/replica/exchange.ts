import { SrvraError } from '../../core/errors.ts'
import type { ErrorFrame, HubFrame, Welcome } from '../../core/protocol/frames.ts'
import type { Closing } from '../../ports/transport.ts'
import { CONFLICT_RESOLVED } from '../../state/event-types.ts'
import { Balance } from './balance.ts'
import { DigestCheck } from './digest-check.ts'
import { Fetcher } from './fetcher.ts'
import { hello } from './hello.ts'
import { HubTime } from './hub-time.ts'
import { Link } from './link.ts'
import type { LinkEvents } from './link-options.ts'
import { ProgressTeller } from './progress-teller.ts'
import { Pump } from './pump.ts'
import { createPusher } from './create-pusher.ts'
import type { Pusher } from './pusher.ts'
import { createReconciler } from './create-reconciler.ts'
import type { Reconciler } from './reconciler.ts'
import { tellRestored } from './tell-restored.ts'
import type { ReplicaOptions } from './replica-options.ts'
import { createParts } from './replica-parts.ts'
import type { ReplicaParts } from './replica-parts.ts'
import { replicaReport } from './replica-report.ts'
import { replicaStatistics } from './replica-statistics.ts'
import type { ReplicaStatistics } from './replica-statistics.ts'
import type { Received, Restoration } from './receiver.ts'
import { SyncRounds } from './sync-rounds.ts'
import type { SyncRequest } from './sync-rounds.ts'

/** A replica's conversation with its hub: what it is told, what it says, and what both come to. */
export class Exchange {
  readonly parts: ReplicaParts
  readonly link: Link
  readonly check: DigestCheck
  readonly rounds: SyncRounds
  readonly #options: ReplicaOptions
  readonly #pusher: Pusher
  readonly #fetcher: Fetcher
  readonly #reconciler: Reconciler
  readonly #teller: ProgressTeller
  readonly #balance: Balance
  readonly #hubTime: HubTime
  readonly #pump: Pump
  #lastId = 0
  #lastError: ErrorFrame | undefined

  constructor(options: ReplicaOptions) {
    this.#options = options
    this.#hubTime = new HubTime(options.clock)
    this.parts = createParts(options, { onWrite: () => this.pumpSoon(), onFailure: (error) => this.link.fail(error) })
    this.link = new Link({ ...options, counts: this.parts.counts }, this.#linkEvents())
    this.check = new DigestCheck({
      ...options,
      ...this.parts,
      send: (frame) => this.link.send(frame),
      position: () => this.#position,
      distrust: (keys) => this.parts.receiver.distrust(keys),
    })
    this.rounds = new SyncRounds({
      outbox: this.parts.outbox,
      check: this.check,
      connected: () => this.link.welcome !== undefined,
      exchanged: () => this.parts.counts,
    })
    this.#balance = new Balance({ ...options, parts: this.parts, link: this.link, check: this.check, rounds: this.rounds })
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
    this.#pusher = createPusher(options, this.parts, { nextId: () => ++this.#lastId, onHubTime: (now) => this.#hubTime.learn(now) })
    this.#reconciler = createReconciler(options, this.parts, () => ++this.#lastId)
    this.#pump = new Pump({ ...options, outbox: this.parts.outbox, link: this.link, pusher: this.#pusher, hubTime: this.#hubTime })
  }

  statistics(): ReplicaStatistics {
    return replicaStatistics(this.parts, this.check.last)
  }

  subscribe(patterns: readonly string[]): void {
    this.parts.subscription.replace(patterns)
    if (!this.link.welcome) return
    this.#announce()
    this.#balance.work()
  }

  /** Sends what may go, as far as the connection takes it. */
  pump(request?: SyncRequest): void {
    this.#pump.work(request)
  }

  /** Writes of one turn go together. */
  pumpSoon(): void {
    this.#pump.soon(() => this.#balance.work())
  }

  /** There is no connection any more: what was on its way will be sent again. */
  disconnected(): void {
    this.#pusher.lost()
    this.#reconciler.disconnected()
    this.#fetcher.abandon()
    this.check.abandon()
    this.#balance.stop()
    this.parts.monitor.disconnected()
  }

  close(): void {
    this.#pump.close()
    this.#teller.close()
    this.#pusher.close()
    this.parts.resting.close()
    this.parts.subscription.close()
  }

  get #position(): number {
    return this.parts.receiver.position?.seq ?? 0
  }

  #linkEvents(): LinkEvents {
    return {
      onAttempt: (node, attempt, delayMs) => this.parts.monitor.attempted(node, attempt, delayMs),
      hello: () => hello(this.#options, this.parts),
      onWelcome: (node, welcome) => this.#welcomed(node, welcome),
      onFrame: (frame) => this.#receive(frame),
      onDrain: () => this.pump(),
      unanswered: () => this.#pusher.oldest,
      onFailure: (error) => this.#failed(error),
      onDown: (closing, final) => this.#down(closing, final),
    }
  }

  #announce(): void {
    this.#balance.reopen()
    this.link.send({ type: 'subscribe', id: ++this.#lastId, patterns: this.parts.subscription.announce() })
  }

  #welcomed(node: string, welcome: Welcome): void {
    const { receiver, monitor, subscription } = this.parts
    const restoration = receiver.begin(welcome, this.parts.acknowledged)
    if (restoration) this.#restored(restoration)
    this.#hubTime.learn(welcome.time)
    this.#balance.reopen()
    this.#lastError = undefined
    monitor.welcomed(node)
    if (subscription.unsaid) this.#announce()
    subscription.forgetUnwanted()
    this.#fetcher.advance()
    this.pump()
    this.#reconciler.connected({ ...welcome.limits, send: (push) => this.link.send(push) })
    this.#teller.tell()
    this.#balance.work()
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
        if (!this.#reconciler.answers(frame)) this.#answered(this.#pusher.answers(frame))
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
    this.#balance.work()
  }

  #applied({ changes, durable, resolved = [] }: Received): void {
    this.parts.counts.changes += changes
    this.parts.monitor.exchanged({ received: changes })
    this.#teller.applied(durable, (error) => this.link.fail(error))
    this.check.advanced()
    const { eventBus, state } = this.#options
    for (const key of resolved) eventBus.emit(CONFLICT_RESOLVED, { key, strategy: 'hub', value: state.getState(key) })
  }

  #restored(restoration: Restoration): void {
    this.#teller.rewound()
    this.#teller.applied(restoration.durable, (error) => this.link.fail(error))
    tellRestored(restoration, this.parts, this.#options)
  }

  #answered(durable: Promise<void> | undefined): void {
    this.#teller.applied(durable, (error) => this.link.fail(error))
    this.pump()
  }

  /** The hub refused a frame: a push waits and goes again; what is fatal ends the connection by itself. */
  #told(error: ErrorFrame): void {
    this.#lastError = error
    if (error.id !== undefined && !error.fatal && !this.#reconciler.refused(error.id)) this.#pusher.refused(error.id)
    this.parts.monitor.told({ code: error.code, message: error.message })
    this.pumpSoon()
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
}
