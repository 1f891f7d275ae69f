import type { Priority } from '../../core/log/change.ts'
import type { KeyState } from '../../core/session/key-state.ts'
import { SyncTicket } from '../../state/sync-ticket.ts'
import type { ReplicaRecords } from './replica-records.ts'

/** Values of so many keys are held in memory; those of the others are read again when their turn comes. */
const HELD_STATES = 2000

/** An operation as the index has it. */
interface Indexed {
  readonly opId: string
  readonly priority: Priority
}

const NONE: readonly Indexed[] = []

/** The keys that wait for the hub, with what their writers wait for. All are indexed; values are held for the newest only. */
export class PendingKeys {
  readonly #records: ReplicaRecords
  /** A key's pending operations, oldest first. */
  readonly #operations = new Map<string, readonly Indexed[]>()
  readonly #byLane = { critical: 0, high: 0, normal: 0, low: 0 }
  readonly #held = new Map<string, KeyState>()
  /** One for each operation that somebody wrote since the start: all who wrote it wait for the same. */
  readonly #tickets = new Map<string, SyncTicket>()

  constructor(records: ReplicaRecords) {
    this.#records = records
  }

  get size(): number {
    return this.#operations.size
  }

  has(key: string): boolean {
    return this.#operations.has(key)
  }

  keys(): IterableIterator<string> {
    return this.#operations.keys()
  }

  /** How many operations the hub has not answered, by lane. */
  counts(): Readonly<Record<Priority, number>> {
    return { ...this.#byLane }
  }

  state(key: string): KeyState | undefined {
    if (!this.#operations.has(key)) return undefined
    const held = this.#held.get(key) ?? this.#records.keyState(key)
    if (held) this.#hold(key, held)
    return held
  }

  /** Takes over what was committed. */
  put(key: string, state: KeyState | undefined): void {
    this.#count(this.#operations.get(key) ?? NONE, -1)
    if (!state || state.operations.length === 0) {
      this.#operations.delete(key)
      this.#held.delete(key)
      return
    }
    const indexed = state.operations.map(({ opId, priority }) => ({ opId, priority }))
    this.#operations.set(key, indexed)
    this.#count(indexed, 1)
    this.#hold(key, state)
  }

  /** Where the outcome of an operation will be told. */
  ticketOf(opId: string): SyncTicket {
    return this.#tickets.get(opId) ?? new SyncTicket()
  }

  keepTicket(opId: string, ticket: SyncTicket): void {
    this.#tickets.set(opId, ticket)
  }

  /** The id of a key's newest operation. */
  newestOf(key: string): string | undefined {
    return this.#operations.get(key)?.at(-1)?.opId
  }

  takeTicket(opId: string): SyncTicket | undefined {
    const ticket = this.#tickets.get(opId)
    this.#tickets.delete(opId)
    return ticket
  }

  #count(operations: readonly Indexed[], by: 1 | -1): void {
    for (const { priority } of operations) this.#byLane[priority] += by
  }

  /** What is read again counts as sent, which costs no more than that it takes no further writes in. */
  #hold(key: string, state: KeyState): void {
    this.#held.delete(key)
    this.#held.set(key, state)
    if (this.#held.size <= HELD_STATES) return
    for (const [oldest] of this.#held) {
      this.#held.delete(oldest)
      return
    }
  }
}
