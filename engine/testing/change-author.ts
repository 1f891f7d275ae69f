import { formatHybridTime } from '../core/clock/index.ts'
import { admitJson } from '../core/json/index.ts'
import type { Change, DocumentMetadata } from '../core/log/change.ts'
import { localOpId } from '../core/log/op-id.ts'
import type { Storage } from '../ports/storage.ts'

/** What a test wants written: a key, and what it shall be. Without a value the key is deleted. */
export interface Edit extends Partial<Omit<Change, 'value' | 'seq' | 'deleted'>> {
  readonly key: string
  readonly value?: unknown
}

const NO_METADATA: DocumentMetadata = Object.freeze({})
const FIRST_AT = 1_800_000_000_000
const STEP_MS = 1000

/** Makes changes as the write path would, a second apart, and appends them. Keeps all of them for comparison. */
export class ChangeAuthor {
  readonly #storage: Storage
  readonly #versions = new Map<string, number>()
  #seq: number
  #at: number
  /** All changes that were made, in the order of the log. */
  readonly made: Change[] = []

  constructor(storage: Storage) {
    this.#storage = storage
    this.#seq = storage.head().seq
    this.#at = Math.max(FIRST_AT, storage.head().at)
  }

  /** Changes that follow the ones made so far; they are not appended yet. */
  make(...edits: readonly Edit[]): readonly Change[] {
    const changes = edits.map((edit) => this.#change(edit))
    this.made.push(...changes)
    return changes
  }

  /** Appends the edits in one piece. */
  append(...edits: readonly Edit[]): readonly Change[] {
    const changes = this.make(...edits)
    this.commit(changes)
    return changes
  }

  /** Appends one edit. */
  write(key: string, value: unknown, edit: Omit<Edit, 'key' | 'value'> = {}): Change {
    return this.append({ ...edit, key, value })[0] as Change
  }

  /** Appends changes to a store that answers at once, as those of the contract do. */
  commit(changes: readonly Change[]): void {
    const pending = this.#storage.append(changes)
    if (pending) throw new Error('this store answers later: await its promise')
  }

  #change(edit: Edit): Change {
    const { key, value: given, at = this.#at + STEP_MS, ...rest } = edit
    const base = this.#versions.get(key) ?? this.#storage.read(key)?.version ?? 0
    const value = given === undefined ? undefined : admitJson(given)
    this.#seq += 1
    this.#at = at
    const origin = edit.origin ?? this.#storage.storeId
    const change: Change = {
      seq: this.#seq,
      opId: localOpId(origin, this.#seq),
      key,
      version: base + 1,
      baseVersion: base,
      kind: value === undefined ? 'delete' : 'set',
      deleted: value === undefined,
      actor: 'operator-1',
      origin,
      at,
      hlc: formatHybridTime({ wallMs: at, counter: 0 }),
      priority: 'normal',
      metadata: NO_METADATA,
      ...rest,
      value,
    }
    this.#versions.set(key, change.version)
    return change
  }
}
