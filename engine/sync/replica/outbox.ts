import { SrvraError } from '../../core/errors.ts'
import { sizeBytes } from '../../core/json/index.ts'
import type { Change, Priority } from '../../core/log/change.ts'
import { addWrite, seal } from '../../core/session/key-state.ts'
import type { KeyState, LocalWrite, PendingOperation } from '../../core/session/key-state.ts'
import { LANES, Lanes } from '../../core/session/lanes.ts'
import type { Room, Unit } from '../../core/session/lanes.ts'
import type { RecordWrite, Storage } from '../../ports/storage.ts'
import type { Before } from '../../state/committed-update.ts'
import { SyncTicket } from '../../state/sync-ticket.ts'
import type { Accompaniment, WriteCompanion, WriteForm } from '../../state/write-companion.ts'
import type { PendingKeys } from './pending-keys.ts'
import { keyStateRecord } from './replica-records.ts'
import type { ReplicaRecords } from './replica-records.ts'

/** What waits to be sent as a whole, and the keys that it is about. */
export interface OutboxUnit extends Unit {
  readonly keys: readonly string[]
  /** Milliseconds since 1970: when the oldest part of it was written. */
  readonly at: number
}

export interface OutboxOptions {
  readonly storage: Storage
  readonly records: ReplicaRecords
  readonly pending: PendingKeys
  /** Milliseconds within which a key's operations are to be answered; undefined: whenever. */
  readonly slaOf: (key: string) => number | undefined
  /** At most how often a key is sent, in milliseconds. */
  readonly intervalOf: (key: string) => number | undefined
  readonly lane: Priority
  /** Something is there to be sent. */
  readonly onWrite: () => void
}

/** An atomic batch has to fit one push. */
const BATCH_OPERATIONS = 1000
const BATCH_BYTES = 1000 * 1024
const ENVELOPE_BYTES = 400

/**
 * The operations that the hub has not answered: written down in the same commit as the write itself, and put into lanes
 * as soon as they are the next of their key (P-61 to P-63, P-70).
 */
export class Outbox implements WriteCompanion {
  readonly #options: OutboxOptions
  readonly #lanes = new Lanes<OutboxUnit>()
  /** Batches, until all of their operations are the next of their keys. */
  readonly #batches = new Map<string, { readonly keys: readonly string[] }>()
  readonly #inFlight = new Set<string>()
  readonly #lastSent = new Map<string, number>()

  constructor(options: OutboxOptions) {
    this.#options = options
    const batches = new Map<string, string[]>()
    for (const [key, state] of options.records.keyStates()) {
      options.pending.put(key, state)
      for (const { batch } of state.operations) if (batch !== undefined) batches.set(batch, [...(batches.get(batch) ?? []), key])
    }
    for (const [batch, keys] of batches) this.#batches.set(batch, { keys })
    for (const key of options.pending.keys()) this.enter(key)
  }

  get waiting(): number {
    return this.#lanes.size
  }

  get inFlight(): number {
    return this.#inFlight.size
  }

  /** Nothing is left that the hub has not answered. */
  get empty(): boolean {
    return this.#options.pending.size === 0
  }

  /** Something waits that may go now. */
  hasDue(now: number): boolean {
    return this.#lanes.hasDue(now)
  }

  /** Whether these lanes have something that was not answered. */
  owes(lanes: readonly Priority[]): boolean {
    for (const key of this.#options.pending.keys()) {
      const state = this.#options.pending.state(key)
      if (state?.operations.some(({ priority }) => lanes.includes(priority))) return true
    }
    return false
  }

  counts(): Readonly<Record<Priority, number>> {
    return this.#lanes.counts()
  }

  prepare(changes: readonly Change[], before: readonly Before[], form: WriteForm): Accompaniment {
    const { pending, lane } = this.#options
    const states = new Map<string, KeyState>()
    const records: RecordWrite[] = []
    const tickets: SyncTicket[] = []
    const entered: { readonly opId: string; readonly ticket: SyncTicket }[] = []
    const batch = form === 'batch' ? changes[0]?.opId : undefined
    if (batch !== undefined) assertFits(changes)
    changes.forEach((change, index) => {
      const past = before[index] as Before
      const state = states.get(change.key) ?? pending.state(change.key) ?? this.#fresh(change.key, past)
      const next = addWrite(state, localWrite(change, past, lane, batch))
      states.set(change.key, next)
      const ticket = new SyncTicket()
      tickets.push(ticket)
      entered.push({ opId: next.operations.at(-1)?.opId ?? change.opId, ticket })
    })
    for (const [key, state] of states) records.push(keyStateRecord(key, state))
    const committed = (): void => {
      for (const [key, state] of states) pending.put(key, state)
      for (const { opId, ticket } of entered) pending.addTicket(opId, ticket)
      if (batch !== undefined) this.#batches.set(batch, { keys: [...states.keys()] })
      for (const key of states.keys()) this.enter(key)
      this.#options.onWrite()
    }
    return { records, tickets, committed }
  }

  waitingFor(key: string): SyncTicket | undefined {
    if (!this.#options.pending.has(key)) return undefined
    const known = this.#options.pending.newestTicket(key)
    if (known) return known
    const opId = this.#options.pending.state(key)?.operations.at(-1)?.opId
    const ticket = new SyncTicket()
    if (opId !== undefined) this.#options.pending.addTicket(opId, ticket)
    return ticket
  }

  /** Puts the next operation of a key into its lane, unless it is there, on its way, or waits for its batch. */
  enter(key: string): void {
    const operation = this.#options.pending.state(key)?.operations[0]
    if (!operation) return
    const { batch, opId } = operation
    if (batch === undefined) {
      if (!this.#inFlight.has(opId)) this.#lanes.put(this.#unit(opId, [key]))
      return
    }
    const keys = this.#batches.get(batch)?.keys ?? [key]
    const ready = keys.every((member) => this.#options.pending.state(member)?.operations[0]?.batch === batch)
    if (ready && !this.#inFlight.has(batch)) this.#lanes.put(this.#unit(batch, keys))
  }

  /** Takes what is to be sent next. From now on it may have left. */
  take(now: number, room: Room, least?: Priority, immediate?: boolean): readonly OutboxUnit[] {
    const units = this.#lanes.take(now, room, least, immediate)
    for (const unit of units) {
      this.#inFlight.add(unit.id)
      for (const key of unit.keys) {
        const state = this.#options.pending.state(key)
        if (state) this.#options.pending.put(key, seal(state, state.operations[0]?.opId ?? ''))
        if (this.#options.intervalOf(key) !== undefined) this.#lastSent.set(key, now)
      }
    }
    return units
  }

  /** The operations of a unit, as they are to be sent. */
  operationsOf(unit: OutboxUnit): readonly { readonly key: string; readonly state: KeyState; readonly operation: PendingOperation }[] {
    return unit.keys.flatMap((key) => {
      const state = this.#options.pending.state(key)
      const operation = state?.operations[0]
      return state && operation ? [{ key, state, operation }] : []
    })
  }

  /** The unit was answered: the next operations of its keys may go. */
  answered(unit: OutboxUnit): void {
    this.#inFlight.delete(unit.id)
    this.#batches.delete(unit.id)
    for (const key of unit.keys) this.enter(key)
  }

  /** The unit was not answered and will be sent again, no earlier than then. */
  returned(unit: OutboxUnit, notBefore: number): void {
    this.#inFlight.delete(unit.id)
    if (this.operationsOf(unit).length > 0) this.#lanes.put({ ...unit, notBefore })
  }

  nextTime(now: number): number | undefined {
    return this.#lanes.nextTime(now)
  }

  /** A key that had nothing pending: what is there is what the hub has. */
  #fresh(key: string, { value, metadata }: Before): KeyState {
    const version = this.#options.records.shadow(key)?.version ?? 0
    return { confirmed: { version, contents: { value, metadata } }, operations: [] }
  }

  #unit(id: string, keys: readonly string[]): OutboxUnit {
    const { pending, slaOf, intervalOf } = this.#options
    const heads = keys.flatMap((key) => {
      const operation = pending.state(key)?.operations[0]
      return operation ? [{ key, operation }] : []
    })
    const ages = heads.map(({ operation }) => operation.at)
    const deadlines = heads.flatMap(({ key, operation }) => deadlineOf(operation, slaOf(key)))
    const pauses = heads.map(({ key }) => (this.#lastSent.get(key) ?? -Infinity) + (intervalOf(key) ?? 0))
    return {
      id,
      keys,
      priority: mostUrgent(heads.map(({ operation }) => operation.priority)),
      ...(deadlines.length === 0 ? {} : { deadline: Math.min(...deadlines) }),
      notBefore: Math.max(0, ...pauses),
      operations: heads.length,
      bytes: heads.reduce((sum, { operation }) => sum + bytesOf(operation), 0),
      at: Math.min(...ages),
    }
  }
}

function localWrite(change: Change, { value, metadata }: Before, lane: Priority, batch: string | undefined): LocalWrite {
  const { opId, kind, hlc, at, reason, cause, actor } = change
  return {
    opId,
    kind,
    over: { value, metadata },
    value: { value: change.value, metadata: change.metadata },
    hlc,
    at,
    actor,
    priority: change.priority === 'normal' ? lane : change.priority,
    ...(batch === undefined ? {} : { batch }),
    ...(reason === undefined ? {} : { reason }),
    ...(cause === undefined ? {} : { cause }),
  }
}

function assertFits(changes: readonly Change[]): void {
  const bytes = changes.reduce((sum, { value }) => sum + ENVELOPE_BYTES + (value === undefined ? 0 : sizeBytes(value)), 0)
  if (changes.length <= BATCH_OPERATIONS && bytes <= BATCH_BYTES) return
  const message = `A batch of a replica travels in one frame: at most ${BATCH_OPERATIONS} operations and ${BATCH_BYTES} bytes. Use beginBulk for more, whose documents travel one by one.`
  throw new SrvraError('E_BATCH_TOO_LARGE', message, { limit: BATCH_BYTES, actual: bytes, operations: changes.length })
}

function mostUrgent(priorities: readonly Priority[]): Priority {
  return LANES.find((lane) => priorities.includes(lane)) ?? 'normal'
}

function deadlineOf({ at }: PendingOperation, sla: number | undefined): readonly number[] {
  return sla === undefined ? [] : [at + sla]
}

/** Deltas make it less; what is asked is that a frame is not overfull. */
function bytesOf({ value }: PendingOperation): number {
  return ENVELOPE_BYTES + (value.value === undefined ? 0 : sizeBytes(value.value))
}
