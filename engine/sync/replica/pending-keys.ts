import { viewOf } from '../../core/session/key-state.ts'
import type { KeyState } from '../../core/session/key-state.ts'
import type { Contents } from '../../core/session/merge-contents.ts'
import type { SyncTicket } from '../../state/sync-ticket.ts'
import type { ReplicaRecords } from './replica-records.ts'

/** Values of so many keys are held in memory; those of the others are read again when their turn comes. */
const HELD_STATES = 2000

/** The keys that wait for the hub, with what their writers wait for. Values are held for the newest only. */
export class PendingKeys {
  readonly #records: ReplicaRecords
  /** Ids of a key's pending operations, oldest first. */
  readonly #operations = new Map<string, readonly string[]>()
  readonly #held = new Map<string, KeyState>()
  readonly #tickets = new Map<string, SyncTicket[]>()

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

  /** The operation of a key that is next to be sent. */
  headOf(key: string): string | undefined {
    return this.#operations.get(key)?.[0]
  }

  state(key: string): KeyState | undefined {
    if (!this.#operations.has(key)) return undefined
    const held = this.#held.get(key) ?? this.#records.keyState(key)
    if (held) this.#hold(key, held)
    return held
  }

  /** Takes over what was committed. */
  put(key: string, state: KeyState | undefined): void {
    if (!state || state.operations.length === 0) {
      this.#operations.delete(key)
      this.#held.delete(key)
      return
    }
    this.#operations.set(
      key,
      state.operations.map(({ opId }) => opId),
    )
    this.#hold(key, state)
  }

  view(key: string): Contents | undefined {
    const state = this.state(key)
    return state && viewOf(state)
  }

  addTicket(opId: string, ticket: SyncTicket): void {
    const tickets = this.#tickets.get(opId)
    if (tickets) tickets.push(ticket)
    else this.#tickets.set(opId, [ticket])
  }

  ticketsOf(opId: string): readonly SyncTicket[] {
    return this.#tickets.get(opId) ?? []
  }

  /** The ticket of the newest operation of a key. */
  newestTicket(key: string): SyncTicket | undefined {
    return this.ticketsOf(this.#operations.get(key)?.at(-1) ?? '').at(-1)
  }

  takeTickets(opId: string): readonly SyncTicket[] {
    const tickets = this.ticketsOf(opId)
    this.#tickets.delete(opId)
    return tickets
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
