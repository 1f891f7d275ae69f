import { SrvraError } from '../../core/errors.ts'
import type { Change, Priority } from '../../core/log/change.ts'
import { addWrite, seal } from '../../core/session/key-state.ts'
import type { KeyState, LocalWrite } from '../../core/session/key-state.ts'
import { Lanes } from '../../core/session/lanes.ts'
import type { Room } from '../../core/session/lanes.ts'
import type { RecordWrite } from '../../ports/storage.ts'
import type { Before } from '../../state/committed-update.ts'
import type { SyncTicket } from '../../state/sync-ticket.ts'
import type { Accompaniment, WriteCompanion, WriteForm } from '../../state/write-companion.ts'
import { operationBytes } from './operation-size.ts'
import { createUnit } from './outbox-unit.ts'
import type { OutboxPart, OutboxUnit } from './outbox-unit.ts'
import type { PendingKeys } from './pending-keys.ts'
import type { RestingKeys } from './resting-keys.ts'
import type { WaitingTimes } from './waiting-times.ts'
import { confirmedAs, keyStateRecord } from './replica-records.ts'
import type { ReplicaRecords } from './replica-records.ts'

export interface OutboxOptions {
  readonly records: ReplicaRecords
  readonly pending: PendingKeys
  readonly waiting: WaitingTimes
  readonly resting: RestingKeys
  /** Milliseconds within which a key's operations are to be answered; undefined: whenever. */
  readonly slaOf: (key: string) => number | undefined
  readonly lane: Priority
  /** Unique for this opening of the store: a log that lost its end with the power may give a position twice. */
  readonly incarnation: string
  /** Something is there to be sent. */
  readonly onWrite: () => void
}

/** An atomic batch has to fit one push, and a push one frame. */
const BATCH_OPERATIONS = 1000
const BATCH_BYTES = 1000 * 1024

/**
 * The operations that the hub has not answered: written down in the same commit as the write itself, and put into lanes
 * as soon as they are the next of their key (P-61 to P-63, P-70).
 */
export class Outbox implements WriteCompanion {
  readonly #options: OutboxOptions
  readonly #lanes = new Lanes<OutboxUnit>()
  /** The keys of batches, until all of their operations are the next of their keys. */
  readonly #batches = new Map<string, readonly string[]>()
  readonly #inFlight = new Set<string>()
  /** Units that the hub could not take when they were sent. */
  readonly #heldBack = new Set<string>()

  constructor(options: OutboxOptions) {
    this.#options = options
    const batches = new Map<string, string[]>()
    for (const [key, state] of options.records.keyStates()) {
      options.pending.put(key, state)
      for (const { batch } of state.operations) if (batch !== undefined) batches.set(batch, [...(batches.get(batch) ?? []), key])
    }
    for (const [batch, keys] of batches) this.#batches.set(batch, keys)
    for (const key of options.pending.keys()) this.enter(key)
  }

  /** How many units wait for their turn. */
  get waiting(): number {
    return this.#lanes.size
  }

  get inFlight(): number {
    return this.#inFlight.size
  }

  /** Something waits that may go now. */
  get hasReady(): boolean {
    return this.#lanes.hasReady
  }

  /** Whether these lanes have something that was not answered. */
  owes(lanes: readonly Priority[]): boolean {
    const counts = this.#options.pending.counts()
    return lanes.some((lane) => counts[lane] > 0)
  }

  prepare(changes: readonly Change[], before: readonly Before[], form: WriteForm): Accompaniment {
    const { pending } = this.#options
    if (form === 'batch') assertFits(changes)
    const states = new Map<string, KeyState>()
    const written = changes.map((change, index) =>
      this.#add(states, change, before[index] as Before, form === 'batch' ? changes[0] : undefined),
    )
    // Nobody is handed the updates of a bulk, so nobody can wait for their outcomes.
    const tickets = form === 'bulk' ? new Map<string, SyncTicket>() : new Map(written.map((opId) => [opId, pending.ticketOf(opId)]))
    const committed = (): void => {
      for (const [opId, ticket] of tickets) pending.keepTicket(opId, ticket)
      this.#committed(states, form === 'batch' ? written[0] : undefined)
    }
    const records: readonly RecordWrite[] = [...states].map(([key, state]) => keyStateRecord(key, state))
    return { records, tickets: written.flatMap((opId) => tickets.get(opId) ?? []), committed }
  }

  waitingFor(key: string): SyncTicket | undefined {
    const { pending } = this.#options
    const opId = pending.newestOf(key)
    if (opId === undefined) return undefined
    const ticket = pending.ticketOf(opId)
    pending.keepTicket(opId, ticket)
    return ticket
  }

  /** Puts the next operation of a key into its lane, unless it is there, on its way, or waits for its batch. */
  enter(key: string): void {
    const operation = this.#options.pending.state(key)?.operations[0]
    if (!operation) return
    const { batch, opId } = operation
    const id = batch ?? opId
    if (this.#inFlight.has(id)) return
    const keys = batch === undefined ? [key] : (this.#batches.get(batch) ?? [key])
    if (batch !== undefined && !keys.every((member) => this.#options.pending.state(member)?.operations[0]?.batch === batch)) return
    this.#lanes.put(
      createUnit(id, this.#heads(keys), this.#options.slaOf),
      this.#heldBack.has(id) || this.#options.resting.some(keys),
    )
  }

  /** A key's pause is over. */
  rested(key: string): void {
    this.enter(key)
    this.#options.onWrite()
  }

  /** What waits for its time in these lanes may go now. */
  hurry(lanes: readonly Priority[]): void {
    this.#heldBack.clear()
    this.#lanes.releaseAll(lanes)
  }

  /** Takes what is to be sent next. From now on it may have left. */
  take(room: Room, least?: Priority): readonly OutboxUnit[] {
    const { pending, resting } = this.#options
    const units = this.#lanes.take(room, least)
    for (const unit of units) {
      this.#inFlight.add(unit.id)
      for (const { key, state, operation } of this.partsOf(unit)) {
        pending.put(key, seal(state, operation.opId))
        resting.begin(key)
      }
    }
    return units
  }

  /** The operations of a unit, as they are to be sent. */
  partsOf(unit: OutboxUnit): readonly OutboxPart[] {
    return this.#heads(unit.keys)
  }

  /** The unit was answered: the next operations of its keys may go. */
  answered(unit: OutboxUnit): void {
    this.#inFlight.delete(unit.id)
    this.#batches.delete(unit.id)
    for (const key of unit.keys) this.enter(key)
  }

  /** The unit was not answered and will be sent again: at once, or when it is released. */
  returned(unit: OutboxUnit, held: boolean): void {
    this.#inFlight.delete(unit.id)
    if (held) this.#heldBack.add(unit.id)
    this.#lanes.put(unit, held)
  }

  /** Units that were held back may go. */
  release(units: readonly OutboxUnit[]): void {
    for (const { id } of units) {
      this.#heldBack.delete(id)
      this.#lanes.release(id)
    }
    this.#options.onWrite()
  }

  #heads(keys: readonly string[]): readonly OutboxPart[] {
    return keys.flatMap((key) => {
      const state = this.#options.pending.state(key)
      const operation = state?.operations[0]
      return state && operation ? [{ key, state, operation }] : []
    })
  }

  /** Takes a write into its key's state, and answers under which operation it goes. */
  #add(states: Map<string, KeyState>, change: Change, past: Before, batchOf: Change | undefined): string {
    const { key } = change
    const { lane, incarnation, pending } = this.#options
    const batch = batchOf && `${batchOf.opId}.${incarnation}`
    const write = localWrite(change, past, { opId: `${change.opId}.${incarnation}`, lane, batch })
    const next = addWrite(states.get(key) ?? pending.state(key) ?? this.#fresh(key, past), write)
    states.set(key, next)
    return next.operations.at(-1)?.opId ?? write.opId
  }

  #committed(states: ReadonlyMap<string, KeyState>, batch: string | undefined): void {
    const { pending, waiting } = this.#options
    for (const [key, state] of states) {
      pending.put(key, state)
      const newest = state.operations.at(-1)
      if (newest) waiting.begin(newest.opId)
    }
    if (batch !== undefined) this.#batches.set(batch, [...states.keys()])
    for (const key of states.keys()) this.enter(key)
    this.#options.onWrite()
  }

  /** A key that had nothing pending: what is there is what the hub has. */
  #fresh(key: string, { value, metadata }: Before): KeyState {
    return { confirmed: confirmedAs(this.#options.records.shadow(key), { value, metadata }), operations: [] }
  }
}

function localWrite(
  change: Change,
  { value, metadata }: Before,
  { opId, lane, batch }: { readonly opId: string; readonly lane: Priority; readonly batch: string | undefined },
): LocalWrite {
  const { kind, hlc, at, reason, cause, actor } = change
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
  const bytes = changes.reduce((sum, change) => sum + operationBytes(change), 0)
  if (changes.length <= BATCH_OPERATIONS && bytes <= BATCH_BYTES) return
  const message = `A batch of a replica travels in one frame: at most ${BATCH_OPERATIONS} operations and ${BATCH_BYTES} bytes. Use beginBulk for more, whose documents travel one by one.`
  throw new SrvraError('E_BATCH_TOO_LARGE', message, { limit: BATCH_BYTES, actual: bytes, operations: changes.length })
}
