import { SrvraError } from '../../core/errors.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Priority } from '../../core/log/change.ts'
import { PROTOCOL_VERSION } from '../../core/protocol/frames.ts'
import type { ErrorFrame, Hello, HubFrame, Welcome } from '../../core/protocol/frames.ts'
import { nextState } from '../../core/session/connection-state.ts'
import type { ConnectionEvent, ConnectionState } from '../../core/session/connection-state.ts'
import { LANES } from '../../core/session/lanes.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Closing } from '../../ports/transport.ts'
import type { SrvraEventBus } from '../../state/event-bus.ts'
import { CONFLICT, NETWORK_STATUS, RECONNECTING, SYNC_COMPLETE, SYNC_ERROR } from '../../state/event-types.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import { RunningDigest } from '../running-digest.ts'
import type { ApplyContext } from './apply-draft.ts'
import { DeadLetters } from './dead-letters.ts'
import { DigestCheck } from './digest-check.ts'
import type { DigestComparison } from './digest-check.ts'
import { Link } from './link.ts'
import type { LinkOptions } from './link.ts'
import { Outbox } from './outbox.ts'
import { PendingKeys } from './pending-keys.ts'
import { Pusher } from './pusher.ts'
import type { Settled } from './pusher.ts'
import { Receiver } from './receiver.ts'
import type { Received } from './receiver.ts'
import { ReplicaRecords } from './replica-records.ts'
import { replicaReport } from './replica-report.ts'
import { ReplicaCounts } from './replica-statistics.ts'
import type { ReplicaStatistics } from './replica-statistics.ts'
import { ReplyTimes } from './reply-times.ts'
import { SyncRounds } from './sync-rounds.ts'
import type { SyncRequest, SyncRound } from './sync-rounds.ts'

export interface ReplicaOptions extends Omit<LinkOptions, 'counts'> {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly hash: Hash
  readonly token?: string
  readonly name?: string
  readonly patterns: readonly string[]
  readonly batchSize: number
  /** Attempts in a row before the replica counts as offline. */
  readonly retryAttempts: number
  /** How often what both sides hold is compared while nothing else happens, in milliseconds. */
  readonly syncInterval: number
  /** The lane of writes that name none. */
  readonly lane: Priority
  readonly slaOf: (key: string) => number | undefined
  readonly deltasFor: (key: string) => boolean
  /** Frames with the key are compressed from so many characters on; undefined: never. */
  readonly compressionFor: (key: string) => number | undefined
}

/** A pause between what is applied and saying so: the hub wants to know, not at once. */
const TELL_APPLIED_MS = 100
const FETCHED_AT_ONCE = 200
const HIGH_WATER_BYTES = 1024 * 1024
const REFUSED_PAUSE_MS = 250

/** Keeps a store in step with a hub: what is written here goes there, what changes there comes here, online or not. */
export class Replica {
  readonly deadLetters: DeadLetters
  readonly #options: ReplicaOptions
  readonly #records: ReplicaRecords
  readonly #pending: PendingKeys
  readonly #counts = new ReplicaCounts()
  readonly #replyTimes = new ReplyTimes()
  readonly #outbox: Outbox
  readonly #pusher: Pusher
  readonly #receiver: Receiver
  readonly #link: Link
  readonly #check: DigestCheck
  readonly #rounds: SyncRounds
  readonly #listeners = new Set<(state: ConnectionState) => void>()
  readonly #fetching = new Set<string>()
  #state: ConnectionState = { status: 'INITIAL' }
  #patterns: readonly string[]
  /** The patterns that the hub was told last. */
  #announced: readonly string[] = []
  #hubAheadMs = 0
  #lastFetch = 0
  #lastError: ErrorFrame | undefined
  #pumpDue = false
  #appliedDue = false
  #checked = false
  #online = false
  #exchanged = { sent: 0, received: 0 }
  #stopWaiting: (() => void) | undefined
  #closed = false

  constructor(options: ReplicaOptions) {
    const { storage, state, hash, clock, scheduler } = options
    this.#options = options
    this.#patterns = options.patterns
    this.#records = new ReplicaRecords(storage)
    this.#pending = new PendingKeys(this.#records)
    this.deadLetters = new DeadLetters(storage, state, this.#records)
    const digest = new RunningDigest(hash)
    const context: ApplyContext = { storage, state, records: this.#records, pending: this.#pending, digest, hash }
    this.#outbox = new Outbox({
      storage,
      records: this.#records,
      pending: this.#pending,
      slaOf: options.slaOf,
      intervalOf: (key) => state.settingsOf(key).syncInterval,
      lane: options.lane,
      onWrite: () => this.#pumpSoon(),
    })
    this.#receiver = new Receiver(context)
    this.#pusher = new Pusher({
      context,
      outbox: this.#outbox,
      clock,
      counts: this.#counts,
      replyTimes: this.#replyTimes,
      batchSize: options.batchSize,
      isPassed: (key, seq) => this.#receiver.isPassed(key, seq),
      deltasFor: options.deltasFor,
      onSettled: (settled) => this.#settled(settled),
      onDeadLetter: (letter) => this.deadLetters.added(letter),
      onHubTime: (hubNow) => {
        this.#hubAheadMs = hubNow - clock.now()
      },
      onStale: (keys) => this.#receiver.distrust(keys),
    })
    this.#link = new Link({ ...options, counts: this.#counts }, this.#linkEvents())
    this.#check = new DigestCheck({
      records: this.#records,
      digest,
      scheduler,
      clock,
      send: (frame) => this.#link.send(frame),
      position: () => this.#receiver.position?.seq ?? 0,
      distrust: (keys) => this.#receiver.distrust(keys),
    })
    this.#rounds = new SyncRounds({
      outbox: this.#outbox,
      check: this.#check,
      connected: () => this.#link.welcome !== undefined,
      exchanged: () => this.#counts,
    })
    state.accompany(this.#outbox)
  }

  get state(): ConnectionState {
    return this.#state
  }

  get patterns(): readonly string[] {
    return this.#patterns
  }

  /** Begins to connect, and goes on until `pause` or `close`. */
  resume(): void {
    if (this.#closed) return
    if (this.#state.status === 'ERROR' || this.#state.status === 'OFFLINE') this.#link.stop()
    this.#link.start()
  }

  /** Goes offline on purpose: reads and writes go on here. */
  pause(): void {
    this.#link.stop()
    this.#disconnected()
    this.#become({ type: 'pause' })
  }

  /** Sends what waits, without waiting for its time, and tells when that is answered and what the hub had is here. */
  sync(request: SyncRequest = {}): Promise<SyncRound> {
    if (this.#closed) return Promise.reject(new SrvraError('E_CLOSED', 'The replica is closed.'))
    if (this.#state.status === 'OFFLINE' && this.#state.reason === 'paused')
      return Promise.reject(new SrvraError('E_OFFLINE', 'The replica is offline on purpose; resume it first.'))
    const round = this.#rounds.begin(request)
    this.#pump(request)
    return round
  }

  /** Replaces the patterns. Documents that no pattern covers go out of sight, others come (P-68). */
  subscribe(patterns: readonly string[]): void {
    this.#patterns = [...patterns]
    if (this.#link.welcome) {
      this.#announced = this.#patterns
      this.#link.send({ type: 'subscribe', id: ++this.#lastFetch, patterns: this.#patterns })
    }
    this.#forgetUnwanted()
  }

  /** Compares what is here with what the hub has; what differs is fetched. Undefined when the connection went meanwhile. */
  compare(): Promise<DigestComparison | undefined> {
    if (!this.#link.welcome) return Promise.resolve(undefined)
    return new Promise((resolve) => this.#check.ask(resolve))
  }

  /** Who the hub is and where its log stands, as far as this replica was told; undefined without a connection. */
  hubStatus(): { readonly hub: string; readonly epoch: number; readonly position: number; readonly identity: string } | undefined {
    const { welcome } = this.#link
    if (!welcome) return undefined
    const { hub, epoch, identity, head } = welcome
    return { hub, epoch, position: Math.max(head, this.#receiver.position?.seq ?? 0), identity }
  }

  /** The hub's version of a key that this replica has; 0 when it has none. */
  confirmedVersion(key: string): number {
    return this.#pending.state(key)?.confirmed.version ?? this.#records.shadow(key)?.version ?? 0
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  statistics(): ReplicaStatistics {
    const { operations, bytes, deadlines, changes, connections } = this.#counts
    const times = this.#replyTimes
    return {
      operations: { ...operations },
      received: { changes, healed: this.#receiver.healed },
      bytes: { ...bytes },
      latency: { p50Ms: times.percentile(0.5), p95Ms: times.percentile(0.95), p99Ms: times.percentile(0.99) },
      queue: this.#outbox.counts(),
      inFlight: this.#outbox.inFlight,
      deadLetters: this.deadLetters.size,
      deadlines: structuredCopy(deadlines),
      connections,
      ...(this.#check.last ? { comparison: this.#check.last } : {}),
    }
  }

  /** Ends the connection. What is pending stays in the store and goes out when it is opened again. */
  close(): void {
    if (this.#closed) return
    this.#link.stop()
    this.#disconnected()
    this.#become({ type: 'close' })
    this.#closed = true
    this.#rounds.close()
    this.#options.state.accompany(undefined)
  }

  #linkEvents(): ConstructorParameters<typeof Link>[1] {
    return {
      onAttempt: (node, attempt, delayMs) => this.#attempted(node, attempt, delayMs),
      hello: () => this.#hello(),
      onWelcome: (node, welcome) => this.#welcomed(node, welcome),
      onFrame: (frame) => this.#receive(frame),
      onDrain: () => this.#pump(),
      onDown: (closing, final) => this.#down(closing, final),
    }
  }

  #hello(): Hello {
    this.#announced = this.#patterns
    const { storage, token, name, codec } = this.#options
    const position = this.#receiver.position
    const wanted = new Set(this.#patterns)
    const known = position
      ? {
          hub: position.hub,
          epoch: position.epoch,
          ...(position.snapshotAfter === undefined ? {} : { snapshotAfter: position.snapshotAfter }),
        }
      : {}
    return {
      type: 'hello',
      protocol: PROTOCOL_VERSION,
      replica: storage.storeId,
      ...(name === undefined ? {} : { name }),
      ...(token === undefined ? {} : { token }),
      ...known,
      since: position?.seq ?? 0,
      patterns: this.#patterns,
      covered: (position?.covered ?? []).filter((pattern) => wanted.has(pattern)),
      codecs: codec ? [codec.name] : [],
    }
  }

  #welcomed(node: string, welcome: Welcome): void {
    this.#hubAheadMs = welcome.time - this.#options.clock.now()
    this.#receiver.begin(welcome.hub, welcome.epoch)
    this.#checked = false
    this.#lastError = undefined
    this.#become({ type: 'welcome', node })
    this.#setOnline(true)
    // What was asked for between hello and welcome has not been said yet.
    if (this.#announced !== this.#patterns) this.subscribe(this.#patterns)
    this.#forgetUnwanted()
    this.#fetchStale()
    this.#pump()
    this.#tellApplied()
    this.#balance()
  }

  #receive(frame: Exclude<HubFrame, Welcome>): void {
    switch (frame.type) {
      case 'changes':
        this.#applied(this.#receiver.changes(frame))
        break
      case 'snapshot':
        this.#applied(this.#receiver.snapshot(frame))
        break
      case 'documents':
        for (const { key } of frame.documents) this.#fetching.delete(key)
        for (const key of frame.missing) this.#fetching.delete(key)
        this.#applied(this.#receiver.documents(frame))
        break
      case 'answers':
        this.#pusher.answers(frame)
        this.#tellAppliedSoon()
        this.#pump()
        break
      case 'digest':
        this.#check.onDigest(frame)
        break
      case 'listing':
        this.#check.onListing(frame)
        break
      case 'inspect':
        this.#link.send(replicaReport(frame.id, this.#state.status, this.#outbox, this.#pending, this.deadLetters, this.statistics()))
        return
      case 'drain':
        this.#link.restart('the hub is being drained')
        return
      case 'error':
        this.#told(frame)
        return
      case 'ping':
      case 'pong':
        return
    }
    this.#fetchStale()
    this.#balance()
  }

  #applied({ changes }: Received): void {
    this.#counts.changes += changes
    this.#exchanged.received += changes
    this.#check.advanced()
    this.#tellAppliedSoon()
  }

  /** The hub refused a frame: a push waits and goes again; what is fatal ends the connection by itself. */
  #told(error: ErrorFrame): void {
    this.#lastError = error
    if (error.id !== undefined && !error.fatal) this.#pusher.refused(error.id, this.#options.clock.now() + REFUSED_PAUSE_MS)
    this.#options.eventBus.emit(SYNC_ERROR, { code: error.code, message: error.message })
    this.#pumpSoon()
  }

  #settled({ key, operation, outcome, confirmed }: Settled): void {
    this.#exchanged.sent++
    for (const ticket of this.#pending.takeTickets(operation.opId)) ticket.settle(outcome)
    const { eventBus } = this.#options
    if (outcome.outcome === 'conflict')
      eventBus.emit(CONFLICT, {
        key,
        id: outcome.conflict,
        reason: outcome.reason,
        baseValue: operation.over.value,
        clientValue: operation.value.value,
        serverValue: confirmed.value,
      })
    else if (outcome.outcome === 'rejected') eventBus.emit(SYNC_ERROR, { code: outcome.code, message: outcome.message, key })
  }

  #pumpSoon(): void {
    if (this.#pumpDue || this.#closed) return
    this.#pumpDue = true
    this.#options.scheduler.after(0, () => {
      this.#pumpDue = false
      if (this.#closed) return
      this.#pump()
      this.#balance()
    })
  }

  /** Sends what may go, as far as the connection takes it. */
  #pump({ priority, immediate }: SyncRequest = {}): void {
    const { welcome } = this.#link
    if (!welcome) return
    const { clock, scheduler, compressionFor } = this.#options
    while (this.#link.bufferedBytes < HIGH_WATER_BYTES) {
      const push = this.#pusher.next(clock.now() + this.#hubAheadMs, welcome.limits, priority, immediate)
      if (!push) break
      const thresholds = push.operations.flatMap(({ key }) => compressionFor(key) ?? [])
      this.#link.send({ type: 'push', ...push }, thresholds.length === 0 ? undefined : Math.min(...thresholds))
    }
    const next = this.#outbox.nextTime(clock.now())
    this.#stopWaiting?.()
    this.#stopWaiting = next === undefined ? undefined : scheduler.after(Math.max(1, next - clock.now()), () => this.#pump())
  }

  #fetchStale(): void {
    if (!this.#link.welcome || this.#fetching.size > 0) return
    const keys = [...this.#receiver.staleKeys].slice(0, FETCHED_AT_ONCE)
    if (keys.length === 0) return
    for (const key of keys) this.#fetching.add(key)
    this.#link.send({ type: 'fetch', id: ++this.#lastFetch, keys })
  }

  #forgetUnwanted(): void {
    const patterns = this.#patterns
    if (!this.#receiver.narrow(patterns)) return
    const step = (after: string | undefined): void => {
      if (this.#closed || this.#patterns !== patterns) return
      const next = this.#receiver.forget(patterns, after)
      if (next !== undefined) this.#options.scheduler.after(0, () => step(next))
    }
    step(undefined)
  }

  #tellAppliedSoon(): void {
    if (this.#appliedDue) return
    this.#appliedDue = true
    this.#options.scheduler.after(TELL_APPLIED_MS, () => {
      this.#appliedDue = false
      if (!this.#closed) this.#tellApplied()
    })
  }

  #tellApplied(): void {
    if (!this.#link.welcome) return
    this.#link.send({
      type: 'applied',
      seq: this.#receiver.position?.seq ?? 0,
      pending: this.#outbox.counts(),
      deadLetters: this.deadLetters.size,
      deadlines: structuredCopy(this.#counts.deadlines),
    })
  }

  /** Works out whether both sides have the same, and what that means. */
  #balance(): void {
    const { welcome } = this.#link
    if (!welcome) return
    const position = this.#receiver.position
    const catchingUp = (position?.seq ?? 0) < welcome.head || position?.snapshotAfter !== undefined || !this.#covers(position?.covered)
    const stale = this.#receiver.staleKeys.size > 0
    const now = this.#options.clock.now()
    const busy = catchingUp || stale || this.#outbox.inFlight > 0 || this.#outbox.hasDue(now)
    this.#become({ type: 'balance', busy, waiting: this.#outbox.waiting, deadLetters: this.deadLetters.size })
    if (!catchingUp && !stale && !this.#checked) {
      // P-69: after each connection both sides make sure that they have the same.
      this.#checked = true
      this.#check.ask(() => this.#balance())
    }
    this.#rounds.advance()
  }

  #covers(covered: readonly string[] | undefined): boolean {
    const known = new Set(covered)
    return this.#patterns.every((pattern) => known.has(pattern))
  }

  #attempted(node: string, attempt: number, delayMs: number): void {
    const before = this.#state
    this.#become({ type: 'attempt', node, attempt, delayMs, patience: this.#options.retryAttempts + 1 })
    const { eventBus } = this.#options
    if (attempt > 1 || before.status !== 'INITIAL') eventBus.emit(RECONNECTING, { attempt, delayMs })
    if (this.#state.status === 'OFFLINE' && before.status !== 'OFFLINE') {
      const message = `No node could be reached in ${attempt - 1} attempts; they go on.`
      eventBus.emit(SYNC_ERROR, { code: 'E_UNREACHABLE', message })
    }
  }

  #down({ code, reason }: Closing, final: boolean): void {
    this.#disconnected()
    if (!final) return
    const error = this.#lastError
    this.#become({ type: 'refused', code: error?.code ?? `E_CLOSED_${code}`, message: error?.message ?? reason })
    this.#rounds.fail(new SrvraError(error?.code ?? 'E_REFUSED', error?.message ?? `The hub closed the connection: ${reason}.`))
  }

  #disconnected(): void {
    this.#pusher.lost()
    this.#fetching.clear()
    this.#check.abandon()
    this.#stopWaiting?.()
    this.#setOnline(false)
  }

  #setOnline(online: boolean): void {
    if (this.#online === online) return
    this.#online = online
    this.#options.eventBus.emit(NETWORK_STATUS, online ? 'online' : 'offline')
  }

  #become(event: ConnectionEvent): void {
    const before = this.#state
    const state = nextState(before, event)
    if (state === before) return
    this.#state = state
    for (const listener of this.#listeners) listener(state)
    const settled = state.status === 'SYNCED' || state.status === 'PARTIAL_SYNC'
    if (!settled || before.status !== 'SYNCING') return
    const { sent, received } = this.#exchanged
    this.#exchanged = { sent: 0, received: 0 }
    this.#options.eventBus.emit(SYNC_COMPLETE, { changes: sent + received, sent, received })
  }
}

function structuredCopy<T extends Readonly<Record<Priority, object>>>(counts: T): T {
  return Object.fromEntries(LANES.map((lane) => [lane, { ...counts[lane] }])) as T
}
