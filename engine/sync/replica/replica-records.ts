import type { StoreLife } from '../../core/log/store-life.ts'
import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import { decodeKeyState, encodeKeyState } from '../../core/session/contents-text.ts'
import { ABSENT } from '../../core/session/key-state.ts'
import type { Confirmed, KeyState, PendingOperation } from '../../core/session/key-state.ts'
import type { Contents } from '../../core/session/merge-contents.ts'
import type { RecordWrite, Storage } from '../../ports/storage.ts'

/** What the hub is known to hold of a key; no hash: it was deleted there. */
export interface Shadow {
  readonly version: number
  readonly hash?: string
  /** The hub's position that made it so; absent where nobody said. */
  readonly seq?: number
  /** The hub lost it when it was restored, and what it has instead is not known yet. */
  readonly rewound?: true
}

/** Where a replica stands in its hub's log. */
export interface Position {
  readonly hub: string
  readonly epoch: number
  /** The hub's lives as it told them; absent in what was written before hubs told: it was in its first. */
  readonly lives?: readonly StoreLife[]
  readonly seq: number
  /** The patterns for which everything up to `seq` is here. */
  readonly covered: readonly string[]
  /** The last key of a snapshot that was broken off. */
  readonly snapshotAfter?: string
}

/** An operation that the hub refused, whole, with the reason. */
export interface DeadLetter {
  readonly opId: string
  readonly key: string
  readonly operation: PendingOperation
  readonly code: string
  readonly message: string
  /** Milliseconds since 1970 on this machine: when it was refused. */
  readonly refusedAt: number
}

/** A write of this replica that the hub has taken in, or kept as a conflict: what the hub can lose when it is restored. */
export interface Acknowledgement {
  readonly key: string
  readonly operation: PendingOperation
  /** It waits for a person there, and is no part of the document. */
  readonly conflict: boolean
  /** The hub's position that took it in; of a conflict the one at which it was kept. Absent where the hub did not say. */
  readonly seq?: number
  /** Milliseconds since 1970 on this machine: when the answer came. */
  readonly at: number
  /** Present: the hub lost it, and shares the story up to here with the life that had it. It has to be brought back. */
  readonly since?: number
}

const SHADOW = 'sync-shadow'
const PENDING = 'sync-pending'
const POSITION = 'sync-position'
const DEAD = 'sync-dead'
const STALE = 'sync-stale'
const ACKNOWLEDGED = 'sync-acknowledged'
const HUB = 'hub'
const PAGE = 500

/** What a replica keeps beside its log, as records of the same store (P-61). */
export class ReplicaRecords {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  position(): Position | undefined {
    return this.#storage.record(POSITION, HUB) as Position | undefined
  }

  shadow(key: string): Shadow | undefined {
    return this.#storage.record(SHADOW, key) as Shadow | undefined
  }

  /** Shadows in the order of their keys, in pages. */
  shadows(after: string | undefined, limit = PAGE): readonly { readonly key: string; readonly shadow: Shadow }[] {
    const page = this.#storage.records(SHADOW, after === undefined ? { limit } : { after, limit })
    return page.map(({ id, value }) => ({ key: id, shadow: value as unknown as Shadow }))
  }

  keyState(key: string): KeyState | undefined {
    const text = this.#storage.record(PENDING, key)
    return text === undefined ? undefined : decodeKeyState(text as JsonObject)
  }

  /** All keys with pending operations. */
  *keyStates(): Generator<readonly [string, KeyState]> {
    for (const { id, value } of this.#all(PENDING)) yield [id, decodeKeyState(value as JsonObject)]
  }

  deadLetter(opId: string): DeadLetter | undefined {
    const text = this.#storage.record(DEAD, opId) as JsonObject | undefined
    return text && decodeDeadLetter(text)
  }

  *deadLetters(): Generator<DeadLetter> {
    for (const { value } of this.#all(DEAD)) yield decodeDeadLetter(value as JsonObject)
  }

  acknowledgement(opId: string): Acknowledgement | undefined {
    const text = this.#storage.record(ACKNOWLEDGED, opId) as JsonObject | undefined
    return text && decodeAcknowledgement(text)
  }

  *acknowledgements(): Generator<Acknowledgement> {
    for (const { value } of this.#all(ACKNOWLEDGED)) yield decodeAcknowledgement(value as JsonObject)
  }

  *staleKeys(): Generator<string> {
    for (const { id } of this.#all(STALE)) yield id
  }

  *#all(collection: string): Generator<{ readonly id: string; readonly value: JsonValue }> {
    for (let after: string | undefined; ;) {
      const page = this.#storage.records(collection, after === undefined ? { limit: PAGE } : { after, limit: PAGE })
      yield* page
      after = page.at(-1)?.id
      if (page.length < PAGE) return
    }
  }
}

/** What is noted of a key whose contents the hub lost. */
export const REWOUND: Shadow = Object.freeze({ version: 0, rewound: true })

/** What is confirmed of a key on which nothing is pending: what is there is what the hub has. */
export function confirmedAs(shadow: Shadow | undefined, contents: Contents): Confirmed {
  const { version = 0, seq, rewound } = shadow ?? {}
  return { version, contents, ...(seq === undefined ? {} : { seq }), ...(rewound ? { rewound } : {}) }
}

export function positionRecord(position: Position): RecordWrite {
  return { collection: POSITION, id: HUB, value: position as unknown as JsonValue }
}

export function shadowRecord(key: string, shadow: Shadow | undefined): RecordWrite {
  return { collection: SHADOW, id: key, value: shadow as unknown as JsonValue | undefined }
}

/** The record of a key's pending operations; none takes it away. */
export function keyStateRecord(key: string, state: KeyState | undefined): RecordWrite {
  return { collection: PENDING, id: key, value: state && state.operations.length > 0 ? encodeKeyState(state) : undefined }
}

export function staleRecord(key: string, stale: boolean): RecordWrite {
  return { collection: STALE, id: key, value: stale ? true : undefined }
}

export function acknowledgementRecord(opId: string, acknowledgement: Acknowledgement | undefined): RecordWrite {
  if (!acknowledgement) return { collection: ACKNOWLEDGED, id: opId, value: undefined }
  const { operation, ...envelope } = acknowledgement
  return { collection: ACKNOWLEDGED, id: opId, value: { ...envelope, state: aloneState(operation) } }
}

export function deadLetterRecord(opId: string, letter: DeadLetter | undefined): RecordWrite {
  if (!letter) return { collection: DEAD, id: opId, value: undefined }
  const { operation, ...envelope } = letter
  return { collection: DEAD, id: opId, value: { ...envelope, state: aloneState(operation) } }
}

function decodeDeadLetter(text: JsonObject): DeadLetter {
  const { state, ...envelope } = text
  return { ...(envelope as unknown as Omit<DeadLetter, 'operation'>), operation: aloneOperation(state) }
}

function decodeAcknowledgement(text: JsonObject): Acknowledgement {
  const { state, ...envelope } = text
  return { ...(envelope as unknown as Omit<Acknowledgement, 'operation'>), operation: aloneOperation(state) }
}

/** An operation that stands alone is written as if it were the only one on nothing. */
function aloneState(operation: PendingOperation): JsonObject {
  return encodeKeyState({ confirmed: { version: 0, contents: ABSENT }, operations: [operation] })
}

function aloneOperation(state: JsonValue | undefined): PendingOperation {
  return decodeKeyState(state as JsonObject).operations[0] as PendingOperation
}
