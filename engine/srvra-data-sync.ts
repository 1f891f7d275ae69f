/* oxlint-disable eslint/max-lines -- the one door to an engine: most of it is what its methods promise */
import { nodeSha256 } from './adapters/node-hash.ts'
import { systemClock } from './adapters/system-clock.ts'
import { systemRandom } from './adapters/system-random.ts'
import { systemScheduler } from './adapters/system-scheduler.ts'
import type { ConflictQueue } from './conflict/conflict-queue.ts'
import type { RuleDesk } from './conflict/rule-desk.ts'
import type { SrvraConflictResolver } from './conflict/srvra-conflict-resolver.ts'
import { SrvraError } from './core/errors.ts'
import type { JsonObject, JsonValue } from './core/json/index.ts'
import type { ConnectionState } from './core/session/connection-state.ts'
import { failureReporterOf, followEngine, reporterOf } from './engine-log.ts'
import { authenticatorOf, openHub } from './open-hub.ts'
import type { ListenOptions, OpenHub } from './open-hub.ts'
import { AuditSwitch } from './open-audit.ts'
import type { OpenAuditParts } from './open-audit.ts'
import { openMonitoring } from './open-monitoring.ts'
import { RecoverySwitch } from './open-recovery.ts'
import { openReplica } from './open-replica.ts'
import type { OpenReplicaParts } from './open-replica.ts'
import { openResolver } from './open-resolver.ts'
import { openStorage } from './open-storage.ts'
import { KeptSchemas } from './kept-schemas.ts'
import { openSupport } from './open-support.ts'
import type { OpenSupport } from './open-support.ts'
import type { Monitoring } from './monitoring/monitoring.ts'
import type { Scheduler } from './ports/scheduler.ts'
import type { CompactionPlan, CompactionReport, Storage } from './ports/storage.ts'
import type { DisasterRecovery } from './recovery/disaster-recovery.ts'
import { inTurns } from './recovery/in-turns.ts'
import type { RecoveryOptions } from './recovery/recovery-options.ts'
import { TokenDesk } from './security/access/token-desk.ts'
import type { AuditNote } from './security/audit/audit-entry.ts'
import { People } from './security/people.ts'
import { admissionNote } from './security/audit/admission-note.ts'
import type { Audit } from './security/audit/audit.ts'
import type { AuditOptions } from './security/audit/audit-options.ts'
import { CommitTimes } from './state/commit-times.ts'
import { SrvraEventBus } from './state/event-bus.ts'
import { SrvraStateManager } from './state/srvra-state-manager.ts'
import type { StateSnapshot } from './state/state-manager-options.ts'
import type { BatchResult, StateUpdate } from './state/state-update.ts'
import type { BatchOperation, BatchOptions, SetOptions } from './state/write-options.ts'
import type { ListenState } from './sync/hub/client-view.ts'
import type { Hub } from './sync/hub/hub.ts'
import type { Support } from './support/support.ts'
import { StageTimes } from './sync/hub/stage-times.ts'
import type { Replica } from './sync/replica/replica.ts'
import type { SyncRequest, SyncRound } from './sync/replica/sync-rounds.ts'
import { folderOf, resolveSyncOptions } from './sync-options.ts'
import type { ResolvedSyncOptions, SyncOptions } from './sync-options.ts'
import type { SyncStatistics } from './sync-statistics.ts'

/** A store with its state manager and event bus, wired as the options say. */
export class SrvraDataSync {
  /** The options in force, defaults filled in. */
  readonly options: ResolvedSyncOptions
  readonly storage: Storage
  readonly eventBus: SrvraEventBus
  readonly stateManager: SrvraStateManager
  /** Tokens that let replicas and services in. */
  readonly access: TokenDesk
  /** Roles, users and how they sign in. */
  readonly people: People
  /** Decides what becomes of edits that meet: strategies and merge rules. */
  readonly conflictResolver: SrvraConflictResolver

  /** How this engine fares: metrics, series and alerts. */
  readonly monitoring: Monitoring
  /** Tickets, diagnostics bundles, and how they reach those who help. */
  readonly support: Support
  readonly #hideSecrets: OpenSupport['hide']
  /** Set with `nodes`. */
  readonly replica: Replica | undefined
  readonly #scheduler: Scheduler
  readonly #stages = new StageTimes(() => performance.now())
  readonly #commits = new CommitTimes(() => performance.now())
  #openHub: OpenHub | undefined
  readonly #recovery: RecoverySwitch
  readonly #audit: AuditSwitch
  readonly #listening: Promise<ListenState> = Promise.resolve({ status: 'off' })
  readonly #schemas: KeptSchemas

  /** Opens the store. Throws E_OPTION for options that are unknown or wrong, and what opening the store throws. */
  constructor(options: SyncOptions = {}) {
    this.options = resolveSyncOptions(options)
    const { clock = systemClock, enableVersioning, historySize, limits, actor, log } = this.options
    const onError = failureReporterOf(this.options)
    this.eventBus = new SrvraEventBus({ clock, historySize: this.options.eventHistorySize, ...(onError ? { onError } : {}) })
    this.storage = openStorage(this.options)
    this.#scheduler = this.options.scheduler ?? systemScheduler
    const dir = folderOf(this.options)
    this.stateManager = new SrvraStateManager({
      storage: this.storage,
      eventBus: this.eventBus,
      clock,
      enableVersioning,
      historySize,
      limits,
      actor,
      commitTimes: this.#commits,
    })
    const random = this.options.random ?? systemRandom
    const note = (about: AuditNote): void => this.audit?.note(about)
    this.people = new People({ storage: this.storage, clock, scheduler: this.#scheduler, random, note })
    this.access = new TokenDesk({ storage: this.storage, clock, random, roles: this.people.roles })
    this.#audit = new AuditSwitch(this.#auditParts(dir), this.stateManager)
    this.conflictResolver = openResolver(this.options)
    const monitored = {
      statistics: () => this.getStatistics(),
      stages: this.#stages,
      commits: this.#commits,
      storage: this.storage,
      clock,
    }
    this.#recovery = new RecoverySwitch({ storage: this.storage, clock, scheduler: this.#scheduler, dir })
    this.monitoring = openMonitoring({ ...monitored, scheduler: this.#scheduler, report: reporterOf(log, 'monitoring') }, dir)
    ;({ support: this.support, hide: this.#hideSecrets } = openSupport(this, this.#scheduler, dir))
    if (log) followEngine(this.eventBus, log)
    try {
      this.#audit.begin(this.options.audit)
      this.#schemas = new KeptSchemas(this.stateManager, dir, this.options.schemas)
      this.replica = this.options.nodes.length > 0 ? openReplica(this.#parts(), this.options) : undefined
    } catch (error) {
      void this.close()
      throw error
    }
    // Connecting begins in the next turn: whoever makes an engine has time to subscribe to its events.
    if (this.replica) this.#scheduler.after(0, () => this.#connect())
    if (this.options.listen) this.#listening = this.listen(this.options.listen)
  }

  /** Set with `listen`, or after `openHub`. */
  get hub(): Hub | undefined {
    return this.#openHub?.hub
  }

  /** What waits for a decision; set as `hub` is. */
  get conflicts(): ConflictQueue | undefined {
    return this.#openHub?.conflicts
  }

  /** The merge rules of a hub: set as `hub` is. */
  get mergeRules(): RuleDesk | undefined {
    return this.#openHub?.rules
  }

  /** Whether and where this engine receives replicas. */
  get listenState(): ListenState {
    return this.#openHub?.listener.state ?? { status: 'off' }
  }

  /** Resolves when the listening that the options asked for has begun, or failed. */
  get listening(): Promise<ListenState> {
    return this.#listening
  }

  /** Makes this engine a hub that receives replicas there, or somewhere else than before. The state says how it went. */
  listen(where: ListenOptions): Promise<ListenState> {
    const authenticator = authenticatorOf(where, this.access)
    this.#hideSecrets(where)
    const { conflictResolver: resolver, options } = this
    this.#openHub ??= openHub({
      ...this.#parts(),
      authenticator,
      admission: (admission) => this.audit?.later(admissionNote(admission)),
      resolver,
      stages: this.#stages,
      log: options.log,
    })
    this.#openHub.hub.letIn(authenticator)
    return this.#openHub.listener.listen(where)
  }

  /** Ends all connections of replicas and frees the port. */
  stopListening(): Promise<ListenState> {
    return this.#openHub?.listener.stop() ?? Promise.resolve({ status: 'off' })
  }

  /** Tells of every change of `listenState`. The returned function ends it. */
  onListenState(listener: (state: ListenState) => void): () => void {
    return this.#openHub?.listener.onState(listener) ?? (() => undefined)
  }

  /** Set after `enableDisasterRecovery`. */
  get recovery(): DisasterRecovery | undefined {
    return this.#recovery.current
  }

  /**
   * Backs this engine up from now on: all that happens as it happens, the whole store at intervals, sealed with a key of its
   * own, to every target. Throws E_OPTION, E_KEY_FORMAT, E_RECOVERY_ON; failures of targets are in its `status()`.
   */
  enableDisasterRecovery(options: RecoveryOptions = {}): DisasterRecovery {
    return this.#recovery.enable(options)
  }

  /** Ends what `enableDisasterRecovery` began; backups stay where they are. */
  disableDisasterRecovery(): Promise<void> {
    return this.#recovery.disable()
  }

  /** Who did what: set with the option `audit`, after `enableAudit`, and where the store is audited. */
  get audit(): Audit | undefined {
    return this.#audit.current
  }

  /**
   * Puts on record who does what from now on, also when the store is opened again. Throws E_DURATION, E_KEY_FORMAT, and what
   * the store throws.
   */
  enableAudit(options: Omit<AuditOptions, 'enabled'> = {}): Audit {
    return this.#audit.enable({ ...options, enabled: true })
  }

  /** Ends the audit of the store; that somebody did is its last entry. What was put on record stays. */
  disableAudit(actor = this.options.actor): void {
    this.#audit.disable(actor)
  }

  /** Tells of the newest entry of the audit whenever there are more. The returned function ends it. */
  onAuditGrown(listener: (last: number) => void): () => void {
    return this.#audit.onGrown(listener)
  }

  /** How a replica stands with its hub; an engine without nodes is always INITIAL. */
  get connection(): ConnectionState {
    return this.replica?.state ?? { status: 'INITIAL' }
  }

  /** Sends what waits and receives what there is, now. Rejects with E_NO_NODES without `nodes`, E_OFFLINE when paused. */
  sync(request: SyncRequest = {}): Promise<SyncRound> {
    if (this.replica) return this.replica.sync(request)
    return Promise.reject(new SrvraError('E_NO_NODES', 'This engine has no nodes to synchronize with; name them in its options.'))
  }

  /** See SrvraStateManager.setState. */
  setState(key: string, value: unknown, options?: SetOptions): StateUpdate {
    return this.stateManager.setState(key, value, options)
  }

  /** See SrvraStateManager.getState. */
  getState(key: string, options?: { readonly withMetadata?: false }): JsonValue | undefined
  getState(key: string, options: { readonly withMetadata: true }): StateSnapshot | undefined
  getState(key: string, options?: { readonly withMetadata?: boolean }): JsonValue | StateSnapshot | undefined {
    return options?.withMetadata ? this.stateManager.getState(key, { withMetadata: true }) : this.stateManager.getState(key)
  }

  /** See SrvraStateManager.batch. */
  batch(operations: readonly BatchOperation[], options?: BatchOptions): BatchResult {
    return this.stateManager.batch(operations, options)
  }

  /**
   * Requires values of the pattern's keys to satisfy a JSON Schema (2020-12 or draft-07) from now on. A store in a folder
   * keeps it for every program that opens the store. Throws E_SCHEMA.
   */
  registerSchema(keyPattern: string, schema: JsonObject): void {
    this.#schemas.register(keyPattern, schema)
  }

  /** False when the pattern has no schema. */
  removeSchema(keyPattern: string): boolean {
    return this.#schemas.remove(keyPattern)
  }

  /**
   * Lets old history go: by default the versions beyond those that `historySize` promises. Yields to other work between
   * slices, and stops when the signal is aborted: what was let go until then stays gone.
   */
  async compact(plan: CompactionPlan = this.stateManager.compactionPlan(), signal?: AbortSignal): Promise<CompactionReport> {
    signal?.throwIfAborted()
    return inTurns(this.storage.compact(plan), signal)
  }

  /** Counts of documents, changes, bytes, writes, subscribers and events. */
  getStatistics(): SyncStatistics {
    return {
      state: this.stateManager.getStatistics(),
      events: this.eventBus.getStatistics(),
      ...(this.replica ? { sync: this.replica.statistics() } : {}),
      ...(this.#openHub ? { hub: this.#openHub.hub.statistics() } : {}),
    }
  }

  /** Ends connections, then closes the store, unless the caller brought it along. Idempotent. Resolves when ports are free. */
  async close(): Promise<void> {
    // What has happened is told to the targets before the store is closed; an engine without backups closes at once.
    if (this.#recovery.current) await this.#recovery.current.close()
    const unmeasured = this.monitoring.close()
    this.support.close()
    this.replica?.close()
    this.audit?.close()
    const stopped = this.#openHub?.listener.stop()
    this.#openHub?.hub.close()
    if (this.options.storage !== this.storage) this.storage.close()
    await Promise.all([stopped, unmeasured])
  }

  #auditParts(dir: string | undefined): OpenAuditParts {
    const { clock = systemClock, hash = nodeSha256, actor, log } = this.options
    const { storage } = this
    return { storage, hash, clock, scheduler: this.#scheduler, dir, actor, report: reporterOf(log, 'audit') }
  }

  /** Whoever paused the replica at once has his way. */
  #connect(): void {
    if (this.replica?.state.status === 'INITIAL') this.replica.resume()
  }

  #parts(): OpenReplicaParts {
    const { clock = systemClock, random = systemRandom, hash = nodeSha256 } = this.options
    const { storage, eventBus } = this
    return { storage, eventBus, state: this.stateManager, clock, scheduler: this.#scheduler, random, hash }
  }
}
