import { SrvraError } from '../core/errors.ts'
import { admitKey } from '../core/json/index.ts'
import type { Change } from '../core/log/change.ts'
import type { RecordWrite, Storage } from '../ports/storage.ts'
import type { ChangeAuditor } from './change-auditor.ts'
import type { ChangeStamper } from './change-stamper.ts'
import type { CommitTimes } from './commit-times.ts'
import { CommittedUpdate, DURABLE, NEVER, unchangedUpdate } from './committed-update.ts'
import type { Before } from './committed-update.ts'
import { draftChange } from './draft-change.ts'
import type { Draft, DraftContext } from './draft-change.ts'
import type { Proposal } from './proposal.ts'
import type { SyncTicket } from './sync-ticket.ts'
import type { WriteCompanion, WriteForm } from './write-companion.ts'
import type { BatchOperation, BatchOptions } from './write-options.ts'

export interface WritePathOptions {
  readonly storage: Storage
  readonly stamper: ChangeStamper
  readonly context: DraftContext
  /** Told when a store with a slow medium fails to keep what it took. */
  readonly onWriteFailed: (changes: readonly Change[], error: unknown) => void
  /** Goes along with every local write; absent: nobody does. */
  readonly companion: () => WriteCompanion | undefined
  /** Puts every change on record; absent: nobody does. */
  readonly auditor: () => ChangeAuditor | undefined
  readonly times: CommitTimes
}

/** What a batch did: an update for each operation, and of these the ones that changed something. */
export interface Commit {
  readonly updates: readonly CommittedUpdate[]
  readonly changed: readonly CommittedUpdate[]
  readonly durable: Promise<void>
}

interface Step {
  readonly key: string
  readonly before: Before
  readonly draft: Draft | undefined
}

interface Appended {
  readonly durable: Promise<void>
  readonly tickets: readonly SyncTicket[]
}

const NO_RECORDS: readonly RecordWrite[] = []
const NO_TICKETS: readonly SyncTicket[] = []
const NOTHING: Appended = { durable: DURABLE, tickets: NO_TICKETS }

/**
 * The one way into the log: draft (admit, guard, validate), then commit with one append. Nobody is told here, and
 * nothing writes around it.
 */
export class WritePath {
  readonly #storage: Storage
  readonly #stamper: ChangeStamper
  readonly #context: DraftContext
  readonly #onWriteFailed: WritePathOptions['onWriteFailed']
  readonly #companion: WritePathOptions['companion']
  readonly #auditor: WritePathOptions['auditor']
  readonly #times: CommitTimes

  constructor(options: WritePathOptions) {
    this.#storage = options.storage
    this.#stamper = options.stamper
    this.#context = options.context
    this.#onWriteFailed = options.onWriteFailed
    this.#companion = options.companion
    this.#auditor = options.auditor
    this.#times = options.times
  }

  /** What a key is now. Throws E_KEY for a key that cannot be. */
  before(key: string): Before {
    // A key that is in the store was checked when it came in.
    return this.#storage.read(key) ?? (admitKey(key), NEVER)
  }

  write(operation: BatchOperation, options: BatchOptions): CommittedUpdate {
    const before = this.before(operation.key)
    const draft = draftChange(operation, before, options, this.#context)
    if (!draft) return unchangedUpdate(operation.key, before, this.#companion()?.waitingFor(operation.key))
    const change = this.#stamper.stamp(draft, this.#storage.head(), options)
    const { durable, tickets } = this.#appendOwn([change], [before], 'single')
    return new CommittedUpdate(change, before, true, durable, tickets[0])
  }

  /** S-6: all operations or none. Later ones see what earlier ones did; an error names the `operation` by its index. */
  writeAll(operations: readonly BatchOperation[], options: BatchOptions): Commit {
    const head = this.#storage.head()
    const steps = this.#draftAll(operations, options, head.seq)
    const drafts = steps.flatMap(({ draft }) => draft ?? [])
    // A batch of one change is that change: it belongs to no larger whole.
    const changes = this.#stamper.stampAll(drafts, head, options, drafts.length > 1 ? head.seq + 1 : undefined)
    const befores = drafts.map(({ before }) => before)
    const { durable, tickets } = this.#appendOwn(changes, befores, changes.length > 1 ? 'batch' : 'single')
    const changed = changes.map((change, i) => new CommittedUpdate(change, befores[i] ?? NEVER, true, durable, tickets[i]))
    const next = changed.values()
    const updates = steps.map(
      ({ key, before, draft }) => (draft && next.next().value) || unchangedUpdate(key, before, this.#companion()?.waitingFor(key)),
    )
    return { updates, changed, durable }
  }

  /** Commits what was decided elsewhere, with the records that belong to it, by one append. Nothing is checked again. */
  commit(proposals: readonly Proposal[], records: readonly RecordWrite[]): Commit {
    const staged = new Map<string, Before>()
    const head = this.#storage.head()
    const proposed = proposals.map((proposal, index) => {
      const { key, value, metadata } = proposal
      const before = staged.get(key) ?? this.#storage.read(key) ?? NEVER
      staged.set(key, { version: before.version + 1, seq: head.seq + 1 + index, value, metadata })
      return { proposal, before }
    })
    const changes = this.#stamper.stampProposals(proposed, head)
    const durable = this.#append(changes, records)
    const changed = changes.map((change, i) => new CommittedUpdate(change, proposed[i]?.before ?? NEVER, true, durable))
    return { updates: changed, changed, durable }
  }

  #draftAll(operations: readonly BatchOperation[], options: BatchOptions, headSeq: number): readonly Step[] {
    const staged = new Map<string, Before>()
    let seq = headSeq
    return operations.map((operation, index) => {
      const { key } = operation
      return naming(index, () => {
        const before = staged.get(key) ?? this.before(key)
        const draft = draftChange(operation, before, options, this.#context)
        if (draft) staged.set(key, { version: draft.version, seq: ++seq, value: draft.value, metadata: draft.metadata })
        return { key, before, draft }
      })
    })
  }

  /** Appends what was written here, in company where there is one. */
  #appendOwn(changes: readonly Change[], before: readonly Before[], form: WriteForm): Appended {
    if (changes.length === 0) return NOTHING
    const company = this.#companion()?.prepare(changes, before, form)
    const durable = this.#append(changes, company?.records)
    company?.committed()
    return { durable, tickets: company?.tickets ?? NO_TICKETS }
  }

  /** A promise from the store is looked after here, so that a write nobody waits for cannot end the process. */
  #append(changes: readonly Change[], records: readonly RecordWrite[] = NO_RECORDS): Promise<void> {
    const audited = this.#auditor()?.ofCommit(changes)
    const written = audited ? [...records, ...audited.records] : records
    const pending = this.#times.time(() => this.#storage.append(changes, written))
    audited?.committed()
    if (pending === undefined) return DURABLE
    pending.catch((error: unknown) => this.#onWriteFailed(changes, error))
    return pending
  }
}

function naming<T>(operation: number, draft: () => T): T {
  try {
    return draft()
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    throw new SrvraError(
      error.code,
      `Operation ${operation + 1} of the batch: ${error.message}`,
      { ...error.details, operation },
      { cause: error },
    )
  }
}
