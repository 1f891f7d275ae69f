/* oxlint-disable eslint/max-lines -- the one door to state: most of it is what its methods promise */
import { SrvraError } from '../core/errors.ts'
import { admitJson, admitKey } from '../core/json/index.ts'
import type { JsonLimits, JsonObject, JsonValue } from '../core/json/index.ts'
import type { CompactionPlan, LogPosition, Progress, RecordWrite, Storage } from '../ports/storage.ts'
import { batchResult } from './batch-result.ts'
import { BulkWrite } from './bulk-write.ts'
import type { BulkReport } from './bulk-write.ts'
import type { ChangeAuditor } from './change-auditor.ts'
import { ChangeStamper } from './change-stamper.ts'
import { CommitFeed } from './commit-feed.ts'
import type { CommitListener } from './commit-feed.ts'
import { UNTIMED_COMMITS } from './commit-times.ts'
import { checkWriteOptions } from './check-write-options.ts'
import type { DraftContext } from './draft-change.ts'
import type { SrvraEventBus } from './event-bus.ts'
import { KeySettingsRegistry } from './key-settings.ts'
import { Notifications } from './notifications.ts'
import { finish, planRollback, planUndo, rollbackOperation } from './rollback.ts'
import type { LogRange, RollbackStep } from './rollback.ts'
import { Schemas } from './schemas.ts'
import type { ValueProblem } from './schemas.ts'
import { StateHistory } from './state-history.ts'
import type { HistoryQuery, StateVersion } from './state-history.ts'
import { WriteStatistics } from './state-statistics.ts'
import type { StateManagerOptions, StateSnapshot } from './state-manager-options.ts'
import type { StateStatistics } from './state-statistics.ts'
import type { BatchResult, StateUpdate } from './state-update.ts'
import { Subscribers } from './subscribers.ts'
import type { SelectOptions, StateListener, SubscribeOptions } from './subscription.ts'
import type {
  BatchOperation,
  BatchOptions,
  Instant,
  KeySettings,
  MetadataPatch,
  Moment,
  RollbackOperation,
  SetOptions,
  WriteOptions,
} from './write-options.ts'
import type { Proposal } from './proposal.ts'
import type { WriteCompanion } from './write-companion.ts'
import { WritePath } from './write-path.ts'
import type { Commit } from './write-path.ts'

const NO_OPTIONS: SetOptions = Object.freeze({})

/** Documents, their versions and history, who listens to them, and the one way to write them. */
export class SrvraStateManager {
  readonly #storage: Storage
  readonly #bus: SrvraEventBus
  readonly #path: WritePath
  readonly #context: DraftContext
  readonly #stamper: ChangeStamper
  readonly #schemas = new Schemas()
  readonly #settings: KeySettingsRegistry
  readonly #history: StateHistory
  readonly #subscribers: Subscribers
  readonly #notifications: Notifications
  readonly #statistics = new WriteStatistics()
  readonly #commits = new CommitFeed()
  #companion: WriteCompanion | undefined
  #auditor: ChangeAuditor | undefined

  constructor(options: StateManagerOptions) {
    const { storage, eventBus, limits } = options
    this.#storage = storage
    this.#bus = eventBus
    this.#settings = new KeySettingsRegistry(options)
    this.#history = new StateHistory(storage, this.#settings)
    this.#subscribers = new Subscribers((failure) => eventBus.report(failure))
    this.#notifications = new Notifications(eventBus, this.#subscribers, options.enableVersioning)
    this.#stamper = new ChangeStamper(storage, options.clock, options.actor)
    this.#context = { limits, schemas: this.#schemas, readVersion: (key, version) => storage.readVersion(key, version) }
    const onWriteFailed = this.#notifications.tellWriteFailed.bind(this.#notifications)
    this.#path = new WritePath({
      storage,
      stamper: this.#stamper,
      context: this.#context,
      onWriteFailed,
      companion: () => this.#companion,
      auditor: () => this.#auditor,
      times: options.commitTimes ?? UNTIMED_COMMITS,
    })
  }

  /** Sets a key's value (any JSON; it is copied). Throws E_KEY, E_TYPE and its kin, E_VALIDATION, E_VERSION_CONFLICT. */
  setState(key: string, value: unknown, options: SetOptions = NO_OPTIONS): StateUpdate {
    if (options === NO_OPTIONS) return this.#write({ key, value }, options)
    const update = this.#write(
      options.metadata === undefined ? { key, value } : { key, value, metadata: options.metadata },
      options,
    )
    this.#settings.keep(key, options)
    return update
  }

  /** The value of a key, frozen, or with `withMetadata` the whole document; undefined when there is none. */
  getState(key: string, options?: { readonly withMetadata?: false }): JsonValue | undefined
  getState(key: string, options: { readonly withMetadata: true }): StateSnapshot | undefined
  getState(key: string, options?: { readonly withMetadata?: boolean }): JsonValue | StateSnapshot | undefined {
    const document = this.#storage.read(key)
    if (!options?.withMetadata) return document?.value
    return document?.value === undefined ? undefined : document
  }

  /** Deletes a key's value; its history stays. Deleting what is not there changes nothing. */
  deleteState(key: string, options: WriteOptions = NO_OPTIONS): StateUpdate {
    return this.#write({ key, delete: true }, options)
  }

  /** Changes a document's metadata alone, as a new version. Throws E_NOT_FOUND, E_METADATA. */
  setMetadata(key: string, metadata: MetadataPatch, options: WriteOptions = NO_OPTIONS): StateUpdate {
    return this.#write({ key, metadata }, options)
  }

  /** Carries out all operations or none, with one commit. An error names the `operation` by its index. */
  batch(operations: readonly BatchOperation[], options: BatchOptions = NO_OPTIONS): BatchResult {
    checkWriteOptions(options)
    this.#bus.delivery.assertDepth()
    const commit = this.#path.writeAll(operations, options)
    this.#statistics.countBatch(commit)
    this.#commits.tell(commit.changed)
    this.#notifications.tellBatch(commit)
    return batchResult(commit)
  }

  /**
   * Commits what was decided elsewhere, with records, by one append: for a hub that takes replicas' operations and a
   * replica that takes its hub's changes. Values are admitted and checked already; the companion is not asked.
   * `committed` is called when they are in the store, before anybody hears of them and may write on top.
   */
  commit(proposals: readonly Proposal[], records: readonly RecordWrite[] = [], committed?: () => void): Commit {
    const commit = this.#path.commit(proposals, records)
    committed?.()
    for (const update of commit.changed) this.#statistics.count(update)
    this.#commits.tell(commit.changed)
    this.#notifications.tellParts(commit)
    return commit
  }

  /** Asks somebody to go along with every local write from now on; undefined ends it. */
  accompany(companion: WriteCompanion | undefined): void {
    this.#companion = companion
  }

  /** Has somebody put every change on record from now on; undefined ends it. */
  auditBy(auditor: ChangeAuditor | undefined): void {
    this.#auditor = auditor
  }

  /** Tells of every commit as soon as it is in the log, before subscribers hear of it. The returned function ends it. */
  onCommit(listener: CommitListener): () => void {
    return this.#commits.follow(listener)
  }

  /** Throws E_VALIDATION when a value does not satisfy the schemas of its key. */
  assertValid(key: string, value: JsonValue): void {
    this.#schemas.check(key, value)
  }

  /** The limits that documents are held to. */
  get limits(): JsonLimits {
    return this.#context.limits
  }

  /** Begins an atomic write too large for one `batch`; see BulkWrite. Throws E_STORE_BUSY while another one is open. */
  beginBulk(options: BatchOptions = NO_OPTIONS): BulkWrite {
    checkWriteOptions(options)
    const head = this.#storage.head()
    const target = this.#storage.beginBulk()
    const onCommit = this.#finishBulk.bind(this)
    return new BulkWrite({
      target,
      head,
      options,
      onCommit,
      stamper: this.#stamper,
      context: this.#context,
      before: (key) => this.#path.before(key),
      companion: this.#companion,
      auditor: this.#auditor,
    })
  }

  /** Calls the listener after each change of a key, or of the keys of a pattern. Returns the id to unsubscribe with. */
  subscribe(keyOrPattern: string, listener: StateListener, options?: SubscribeOptions): string
  subscribe<Selected>(keyOrPattern: string, listener: StateListener<Selected>, options: SelectOptions<Selected>): string
  subscribe(keyOrPattern: string, listener: StateListener<never>, options: SubscribeOptions | SelectOptions<unknown> = {}): string {
    // The selector makes what the listener takes; inside, both are of unknown type.
    return this.#subscribers.add(keyOrPattern, listener as StateListener<unknown>, options, this.#storage.head().seq)
  }

  /** Ends a subscription; false when there is none of that id. */
  unsubscribe(id: string): boolean {
    return this.#subscribers.remove(id)
  }

  /** A key's versions, newest first. */
  getHistory(key: string, query: HistoryQuery = {}): readonly StateVersion[] {
    return this.#history.versions(key, query)
  }

  /** What a key was at a version, a date or a position. Throws E_COMPACTED where that is no longer known, E_MOMENT. */
  getStateAt(key: string, moment: Moment, options?: { readonly withMetadata?: false }): JsonValue | undefined
  getStateAt(key: string, moment: Moment, options: { readonly withMetadata: true }): StateSnapshot | undefined
  getStateAt(key: string, moment: Moment, options?: { readonly withMetadata?: boolean }): JsonValue | StateSnapshot | undefined {
    const document = this.#history.at(key, moment)
    return options?.withMetadata ? document : document?.value
  }

  /** Makes a key what it was, by a new version. Throws E_VERSION_UNKNOWN, E_COMPACTED. */
  rollback(key: string, moment: Moment, options: WriteOptions = NO_OPTIONS): StateUpdate {
    return this.#write({ key, rollbackTo: this.#history.versionAt(key, moment) }, options)
  }

  /** What `rollbackMatching` would do, worked out in slices: run the generator to its end. */
  planRollback(pattern: string, instant: Instant): Generator<Progress, readonly RollbackStep[]> {
    return planRollback(this.#storage, pattern, instant)
  }

  /** Makes all keys of a pattern what they were at an instant, as one batch. Throws E_COMPACTED. */
  rollbackMatching(pattern: string, instant: Instant, options: BatchOptions = NO_OPTIONS): BatchResult {
    return this.batch(finish(planRollback(this.#storage, pattern, instant)).map(rollbackOperation), options)
  }

  /** The operations that `undo` would carry out, worked out in slices. Throws E_UNDO_MOVED. */
  planUndo(range: LogRange): Generator<Progress, readonly RollbackOperation[]> {
    return planUndo(this.#storage, range)
  }

  /** Reverts a stretch of the log by one batch of new changes. Throws E_UNDO_MOVED when a key has changed since, E_RANGE. */
  undo(fromSeq: number, toSeq: number, options: BatchOptions = NO_OPTIONS): BatchResult {
    return this.batch(finish(planUndo(this.#storage, { fromSeq, toSeq })), options)
  }

  /** Requires values of the pattern's keys to satisfy a JSON Schema (2020-12 or draft-07) from now on. Throws E_SCHEMA. */
  registerSchema(keyPattern: string, schema: unknown): void {
    this.#schemas.register(keyPattern, schema)
  }

  /** Ends the requirement; false when the pattern has none. */
  removeSchema(keyPattern: string): boolean {
    return this.#schemas.remove(keyPattern)
  }

  /** The schema that applies to a key: those of all patterns that match, joined by allOf. */
  schemaFor(key: string): JsonObject | undefined {
    return this.#schemas.schemaFor(key)
  }

  /** Everything that would keep `setState` from taking the value; empty when nothing would. */
  check(key: string, value: unknown): readonly ValueProblem[] {
    try {
      return this.#schemas.problems(admitKey(key), admitJson(value, this.#context.limits))
    } catch (error) {
      if (!(error instanceof SrvraError)) throw error
      return [{ path: String(error.details['path'] ?? '$'), code: error.code, message: error.message }]
    }
  }

  /** The settings that writes left with a key. */
  settingsOf(key: string): KeySettings {
    return this.#settings.of(key) ?? NO_OPTIONS
  }

  /** What the history settings of keys and engine allow to go, for `storage.compact`. */
  compactionPlan(): CompactionPlan {
    return this.#history.compactionPlan()
  }

  /** Counts of documents, changes, bytes and writes, and the hottest keys. */
  getStatistics(): StateStatistics {
    return {
      ...this.#storage.statistics(),
      head: positionOf(this.#storage.head()),
      horizon: positionOf(this.#storage.horizon()),
      subscribers: this.#subscribers.size,
      schemas: this.#schemas.size,
      historySize: this.#settings.defaultVersions,
      writes: this.#statistics.counts,
      hottestKeys: this.#statistics.hottestKeys,
    }
  }

  #write(operation: BatchOperation, options: WriteOptions): StateUpdate {
    if (options !== NO_OPTIONS) checkWriteOptions(options)
    this.#bus.delivery.assertDepth()
    const baseVersion = options.baseVersion ?? options.expectedVersion
    const update = this.#path.write(baseVersion === undefined ? operation : { ...operation, baseVersion }, options)
    this.#statistics.count(update)
    if (update.changed) {
      this.#commits.tell([update])
      this.#notifications.tell(update)
    }
    return update
  }

  #finishBulk({ range, unchanged }: BulkReport): void {
    if (!range) return
    this.#statistics.countBulk(range.toSeq - range.fromSeq + 1, unchanged)
    this.#commits.tellBulk(range)
    this.#notifications.tellBulk(this.#storage, range)
  }
}

/** A store may answer with more than a position, such as the change that lies there. */
function positionOf({ seq, at }: LogPosition): LogPosition {
  return { seq, at }
}
