import { settleByHandlers } from '../../conflict/settle-by-handlers.ts'
import { SrvraError } from '../../core/errors.ts'
import { CLOSING } from '../../core/protocol/closing.ts'
import type { Report } from '../../core/protocol/frames.ts'
import { DEFAULT_PROTOCOL_LIMITS } from '../../core/protocol/limits.ts'
import type { Authenticator } from '../../ports/authenticator.ts'
import type { Connection, ConnectionEvents } from '../../ports/transport.ts'
import { offline } from './client-offline.ts'
import { ClientNews } from './client-news.ts'
import { ClientRegistry } from './client-registry.ts'
import { clientView } from './client-view-of.ts'
import type { ClientView } from './client-view.ts'
import { Feed } from './feed.ts'
import { DEFAULT_HUB_SETTINGS } from './hub-settings.ts'
import type { HubContext } from './hub-context.ts'
import type { HubOptions } from './hub-options.ts'
import { HubSession } from './hub-session.ts'
import type { SessionOwner } from './hub-session.ts'
import { addTotals, NO_TOTALS, WaitingCounts } from './hub-statistics.ts'
import type { HubStatistics, SessionTotals } from './hub-statistics.ts'
import { Intake } from './intake.ts'
import type { LiveSession } from './live-session.ts'
import { ScopeDigests } from './scope-digests.ts'
import { UNTIMED } from './stage-times.ts'

/** The authority for a store: takes what replicas write, decides, commits, and tells everybody who subscribed. */
export class Hub {
  readonly #options: HubOptions
  readonly #context: HubContext
  readonly #owner: SessionOwner
  readonly #sessions = new Set<HubSession>()
  readonly #byReplica = new Map<string, HubSession>()
  readonly #news: ClientNews
  readonly #stopFollowing: () => void
  #authenticator: Authenticator
  #stopWatching: (() => void) | undefined
  readonly #waiting = new WaitingCounts()
  #past: SessionTotals = NO_TOTALS
  #pumpDue = false
  #committing = false
  #closed = false

  constructor(options: HubOptions) {
    const { storage, state, clock, scheduler, hash, codec, authenticator, report } = options
    this.#options = options
    this.#authenticator = authenticator
    this.#watch(authenticator)
    const feed = new Feed(storage, hash)
    const digests = new ScopeDigests(storage, hash, scheduler)
    this.#context = {
      storage,
      clock,
      scheduler,
      hash,
      codec,
      authenticator: { authenticate: (credentials) => this.#authenticator.authenticate(credentials) },
      settings: { limits: DEFAULT_PROTOCOL_LIMITS, ...DEFAULT_HUB_SETTINGS, ...options.settings },
      intake: new Intake(this.#drafting(), scheduler, (commit) => this.#afterAnswers(commit)),
      feed,
      digests,
      clients: new ClientRegistry(storage),
      admission: options.admission,
      report,
    }
    this.#news = new ClientNews(this.#context.clients, scheduler)
    this.#owner = {
      admit: (session, replica) => this.#admit(session, replica),
      leave: (session, live) => this.#leave(session, live),
    }
    this.#stopFollowing = state.onCommit((range, updates) => {
      feed.add(range.toSeq, updates)
      digests.add(updates)
      this.#pumpSoon()
    })
  }

  /** From now on this decides who is let in. Those who are in stay. */
  letIn(authenticator: Authenticator): void {
    this.#authenticator = authenticator
    this.#watch(authenticator)
  }

  /** Takes in a connection: what a transport's listener calls. */
  accept(connection: Connection): ConnectionEvents {
    const session = new HubSession(this.#context, connection, this.#owner)
    this.#sessions.add(session)
    return session
  }

  /** Every replica that was ever here, connected ones with live figures; by id. */
  clients(): readonly ClientView[] {
    return [...this.#context.clients.all].map((client) => this.#view(client)).toSorted((a, b) => (a.replica < b.replica ? -1 : 1))
  }

  /** How many connected replicas subscribe to a key. */
  readers(key: string): number {
    return [...this.#byReplica.values()].filter(({ live }) => live?.scope.matches(key)).length
  }

  client(replica: string): ClientView | undefined {
    const client = this.#context.clients.of(replica)
    return client && this.#view(client)
  }

  /** What a connected replica holds that has not arrived: pending operations, dead letters. Throws E_CLIENT_OFFLINE. */
  inspect(replica: string): Promise<Report> {
    return new Promise((resolve, reject) => {
      this.#sessionOf(replica).live?.inspect((report) => {
        if (report) resolve(report)
        else reject(offline(replica))
      })
    })
  }

  /** Ends a replica's connection; it comes back after a pause. Throws E_CLIENT_OFFLINE. */
  disconnect(replica: string): void {
    this.#sessionOf(replica).close(CLOSING.operator, 'disconnected by an operator')
  }

  /** Asks a replica (or all) to finish and go to another node. Throws E_CLIENT_OFFLINE. */
  drain(replica?: string): void {
    const sessions = replica === undefined ? this.#byReplica.values() : [this.#sessionOf(replica)]
    for (const session of sessions) session.drain('this hub is being drained')
    this.#news.tell()
  }

  /** Forgets a replica that will not come back. Throws E_CLIENT_LIVE for a connected one. */
  forget(replica: string): void {
    if (this.#byReplica.has(replica))
      throw new SrvraError('E_CLIENT_LIVE', `The replica ${replica} is connected; disconnect it first.`, { replica })
    this.#context.clients.forget(replica)
    this.#news.tell()
  }

  /** Tells that something about clients is new. The returned function ends it. */
  onClients(listener: () => void): () => void {
    return this.#news.onNews(listener)
  }

  statistics(): HubStatistics {
    let totals = this.#past
    for (const { channel } of this.#sessions) totals = addTotals(totals, channel.counts)
    return {
      sessions: this.#byReplica.size,
      ...this.#waiting.figures(this.#context.clients.all, this.#options.conflicts.waiting),
      ...totals,
    }
  }

  /** Ends all connections and takes no more. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stopFollowing()
    this.#stopWatching?.()
    this.#context.intake.close()
    for (const session of this.#sessions) session.close(CLOSING.goingAway, 'the hub is closing')
    this.#news.close()
  }

  /** P-153: what was taken back is over at once, not when its connection ends. */
  #watch(authenticator: Authenticator): void {
    this.#stopWatching?.()
    const each = (grant: string, act: (session: HubSession) => void): void => {
      for (const session of this.#sessions) if (session.live?.identity.grant === grant) act(session)
    }
    const stops = [
      authenticator.onRevoked?.((grant) => each(grant, (session) => session.expel())),
      authenticator.onRightsChanged?.((grant) =>
        each(grant, (session) => session.close(CLOSING.goingAway, 'what this token allows has changed')),
      ),
    ]
    this.#stopWatching = () => {
      for (const stop of stops) stop?.()
    }
  }

  #drafting(): ConstructorParameters<typeof Intake>[0] {
    const { storage, state, clock, hash, resolver, conflicts, eventBus, stages = UNTIMED } = this.#options
    return {
      storage,
      state,
      conflicts,
      clock,
      hash,
      resolver,
      stages,
      onConflict: ({ key }, id, { reason, base, ours, theirs }) =>
        void settleByHandlers(
          eventBus,
          { key, id, reason, baseValue: base?.value, clientValue: theirs.value, serverValue: ours.value },
          (resolution) => (reason === 'RESTORED' ? undefined : this.#options.settle?.(id, resolution)),
        ),
    }
  }

  #view(client: Parameters<typeof clientView>[0]): ClientView {
    const { storage, clock } = this.#context
    return clientView(client, this.#byReplica.get(client.replica), storage.head().seq, clock.now())
  }

  #sessionOf(replica: string): HubSession {
    const session = this.#byReplica.get(replica)
    if (!session) throw offline(replica)
    return session
  }

  /** P-50: a replica has one connection; the newer one counts. */
  #admit(session: HubSession, replica: string): void {
    const before = this.#byReplica.get(replica)
    this.#byReplica.set(replica, session)
    before?.close(CLOSING.replaced, 'the replica has connected anew')
    this.#news.tell()
  }

  #leave(session: HubSession, live: LiveSession | undefined): void {
    this.#sessions.delete(session)
    this.#past = addTotals(this.#past, session.channel.counts)
    if (live && this.#byReplica.get(live.replica) === session) this.#byReplica.delete(live.replica)
    if (!this.#closed) this.#news.tell()
  }

  #afterAnswers(commit: () => void): void {
    this.#committing = true
    try {
      commit()
    } finally {
      this.#committing = false
    }
    if (this.#pumpDue) this.#pump()
  }

  /** Readers are told after the writers' answers. */
  #pumpSoon(): void {
    if (this.#pumpDue || this.#sessions.size === 0) return
    this.#pumpDue = true
    if (this.#committing) return
    this.#context.scheduler.after(0, () => {
      if (this.#pumpDue) this.#pump()
    })
  }

  #pump(): void {
    this.#pumpDue = false
    ;(this.#options.stages ?? UNTIMED).time('broadcast', () => {
      for (const session of this.#byReplica.values()) session.pump()
    })
  }
}
