import { SrvraError } from '../core/errors.ts'
import { admitKey } from '../core/json/index.ts'
import type { Change } from '../core/log/change.ts'
import type { Storage } from '../ports/storage.ts'
import type { ChangeStamper } from './change-stamper.ts'
import { CommittedUpdate, DURABLE, NEVER, unchangedUpdate } from './committed-update.ts'
import type { Before } from './committed-update.ts'
import { draftChange } from './draft-change.ts'
import type { Draft, DraftContext } from './draft-change.ts'
import type { BatchOperation, BatchOptions } from './write-options.ts'

export interface WritePathOptions {
  readonly storage: Storage
  readonly stamper: ChangeStamper
  readonly context: DraftContext
  /** Told when a store with a slow medium fails to keep what it took. */
  readonly onWriteFailed: (changes: readonly Change[], error: unknown) => void
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

/**
 * The one way into the log: draft (admit, guard, validate), then commit with one append. Nobody is told here, and
 * nothing writes around it.
 */
export class WritePath {
  readonly #storage: Storage
  readonly #stamper: ChangeStamper
  readonly #context: DraftContext
  readonly #onWriteFailed: WritePathOptions['onWriteFailed']

  constructor(options: WritePathOptions) {
    this.#storage = options.storage
    this.#stamper = options.stamper
    this.#context = options.context
    this.#onWriteFailed = options.onWriteFailed
  }

  /** What a key is now. Throws E_KEY for a key that cannot be. */
  before(key: string): Before {
    // A key that is in the store was checked when it came in.
    return this.#storage.read(key) ?? (admitKey(key), NEVER)
  }

  write(operation: BatchOperation, options: BatchOptions): CommittedUpdate {
    const before = this.before(operation.key)
    const draft = draftChange(operation, before, options.kind, this.#context)
    if (!draft) return unchangedUpdate(operation.key, before)
    const change = this.#stamper.stamp(draft, this.#storage.head(), options)
    return new CommittedUpdate(change, before, true, this.#append([change]))
  }

  /** S-6: all operations or none. Later ones see what earlier ones did; an error names the `operation` by its index. */
  writeAll(operations: readonly BatchOperation[], options: BatchOptions): Commit {
    const head = this.#storage.head()
    const steps = this.#draftAll(operations, options, head.seq)
    const drafts = steps.flatMap(({ draft }) => draft ?? [])
    // A batch of one change is that change: it belongs to no larger whole.
    const changes = this.#stamper.stampAll(drafts, head, options, drafts.length > 1 ? head.seq + 1 : undefined)
    const durable = changes.length === 0 ? DURABLE : this.#append(changes)
    const changed = changes.map((change, i) => new CommittedUpdate(change, drafts[i]?.before ?? NEVER, true, durable))
    const next = changed.values()
    const updates = steps.map(({ key, before, draft }) => (draft && next.next().value) || unchangedUpdate(key, before))
    return { updates, changed, durable }
  }

  #draftAll(operations: readonly BatchOperation[], options: BatchOptions, headSeq: number): readonly Step[] {
    const staged = new Map<string, Before>()
    let seq = headSeq
    return operations.map((operation, index) => {
      const { key } = operation
      return naming(index, () => {
        const before = staged.get(key) ?? this.before(key)
        const draft = draftChange(operation, before, options.kind, this.#context)
        if (draft) staged.set(key, { version: draft.version, seq: ++seq, value: draft.value, metadata: draft.metadata })
        return { key, before, draft }
      })
    })
  }

  /** A promise from the store is looked after here, so that a write nobody waits for cannot end the process. */
  #append(changes: readonly Change[]): Promise<void> {
    const pending = this.#storage.append(changes)
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
