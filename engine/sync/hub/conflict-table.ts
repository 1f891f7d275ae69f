import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import type { Answer, Operation } from '../../core/protocol/frames.ts'
import type { RecordWrite, Storage } from '../../ports/storage.ts'
import type { KeptConflict } from './decision.ts'

const CONFLICTS = 'conflicts'

/** Who an operation came from, and when. */
export interface Provenance {
  readonly replica: string
  readonly actor: string
  /** Milliseconds since 1970 on the hub's clock. */
  readonly at: number
}

/** Keeps the operations that wait for a decision, whole: base, ours, theirs, and why (P-37). */
export class ConflictTable {
  readonly #storage: Storage
  #open = 0

  constructor(storage: Storage) {
    this.#storage = storage
    this.#open = this.#countOpen()
  }

  /** How many wait. */
  get open(): number {
    return this.#open
  }

  /** The conflict that an operation led to earlier. */
  answerOf(opId: string): Answer | undefined {
    const kept = this.#storage.record(CONFLICTS, conflictId(opId)) as JsonObject | undefined
    if (!kept) return undefined
    return { opId, status: 'conflict', conflict: conflictId(opId), reason: textOf(kept['reason']), duplicate: true }
  }

  /** What the conflict was about, to tell a retry from another operation under the same id. */
  keyOf(opId: string): string | undefined {
    const kept = this.#storage.record(CONFLICTS, conflictId(opId)) as JsonObject | undefined
    return kept && textOf(kept['key'])
  }

  /** The record that keeps a conflict, to be written with the commit that decides it. */
  record(operation: Operation, kept: KeptConflict, from: Provenance): RecordWrite {
    const { ours, ...rest } = kept
    const { version, value, metadata } = ours
    const side = { version, metadata, ...(value === undefined ? {} : { value }) }
    const { value: _value, delta: _delta, ...envelope } = operation
    const record = { key: operation.key, status: 'open', ...from, ...rest, ours: side, operation: envelope }
    return { collection: CONFLICTS, id: conflictId(operation.opId), value: record as unknown as JsonValue }
  }

  /** Notes that so many records were committed. */
  added(count: number): void {
    this.#open += count
  }

  #countOpen(): number {
    let open = 0
    for (let after = ''; ;) {
      const page = this.#storage.records(CONFLICTS, after === '' ? { limit: 500 } : { after, limit: 500 })
      open += page.filter(({ value }) => (value as JsonObject)['status'] === 'open').length
      const last = page.at(-1)
      if (!last || page.length < 500) return open
      after = last.id
    }
  }
}

/** Records are written here, as what they are read as. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** An operation leads to one conflict at the most, so its id names it. */
function conflictId(opId: string): string {
  return `c-${opId}`
}
