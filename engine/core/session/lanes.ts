import type { Priority } from '../log/change.ts'
import { PriorityHeap } from './priority-heap.ts'

/** What waits to be sent as a whole: one operation, or all of a batch. */
export interface Unit {
  /** Unique among those that wait. */
  readonly id: string
  readonly priority: Priority
  /** Milliseconds since 1970: when its answer is due; absent: whenever. */
  readonly deadline?: number
  /** Milliseconds since 1970: when it was written. */
  readonly at: number
  readonly operations: number
  /** About how much of a frame it takes. */
  readonly bytes: number
}

/** How much may be taken. */
export interface Room {
  readonly operations: number
  readonly bytes: number
}

/** The lanes, most urgent first. */
export const LANES: readonly Priority[] = ['critical', 'high', 'normal', 'low']
/** A lane that was passed over for so many operations has the next one, so that nothing waits for ever (P-71). */
const PATIENCE = 8
/** However long a lane was passed over: no more than so many of its operations go in a row. */
const MOST_IN_A_ROW = 8
/** Entries of units that were replaced stay in a heap until they are the larger part of it. */
const SPARE_ENTRIES = 64

interface Entry<U extends Unit> {
  unit: U
  readonly order: number
  /** Waits for its time: not to be sent yet. */
  held: boolean
  /** Taken, or replaced: what is left of it in a heap means nothing. */
  gone: boolean
}

interface Lane<U extends Unit> {
  readonly ready: PriorityHeap<Entry<U>>
  readonly priority: Priority
  live: number
  operations: number
  /** Operations of more urgent lanes that went before it. */
  passedOver: number
}

/** Units by lane; within a lane the earliest deadline first, then the oldest (P-70). No call looks at all that wait. */
export class Lanes<U extends Unit> {
  readonly #byId = new Map<string, Entry<U>>()
  readonly #lanes: readonly Lane<U>[] = LANES.map(createLane<U>)
  #lastOrder = 0
  #held = 0

  get size(): number {
    return this.#byId.size
  }

  /** Something may go now. */
  get hasReady(): boolean {
    return this.#byId.size > this.#held
  }

  /** How many operations wait in each lane. */
  counts(): Readonly<Record<Priority, number>> {
    const counts = { critical: 0, high: 0, normal: 0, low: 0 }
    for (const { priority, operations } of this.#lanes) counts[priority] = operations
    return counts
  }

  /** Adds a unit, in the place of the one of that id. One that is held is not taken before it is released. */
  put(unit: U, held = false): void {
    const known = this.#byId.get(unit.id)
    if (known && known.held === held && comesAlike(known.unit, unit)) {
      this.#laneOf(unit).operations += unit.operations - known.unit.operations
      known.unit = unit
      return
    }
    if (known) this.remove(unit.id)
    const entry: Entry<U> = { unit, order: known?.order ?? ++this.#lastOrder, held, gone: false }
    this.#byId.set(unit.id, entry)
    this.#laneOf(unit).operations += unit.operations
    if (held) this.#held++
    else this.#makeReady(entry)
  }

  remove(id: string): void {
    const entry = this.#byId.get(id)
    if (!entry) return
    const lane = this.#laneOf(entry.unit)
    this.#byId.delete(id)
    lane.operations -= entry.unit.operations
    entry.gone = true
    if (entry.held) this.#held--
    else lane.live--
  }

  /** A unit that was held may go. */
  release(id: string): void {
    const entry = this.#byId.get(id)
    if (!entry?.held) return
    entry.held = false
    this.#held--
    this.#makeReady(entry)
  }

  /** All that is held in these lanes may go. */
  releaseAll(lanes: readonly Priority[]): void {
    if (this.#held === 0) return
    for (const [id, { unit }] of this.#byId) if (lanes.includes(unit.priority)) this.release(id)
  }

  /** Takes out what is to be sent next, as much as there is room for; at least one unit when any may go. */
  take(room: Room, least: Priority = 'low'): readonly U[] {
    const taken: U[] = []
    const allowed = this.#lanes.slice(0, LANES.indexOf(least) + 1)
    let { operations, bytes } = room
    for (;;) {
      const lane = nextLane(allowed)
      const unit = lane && frontOf(lane)?.unit
      if (!lane || !unit || (taken.length > 0 && (unit.operations > operations || unit.bytes > bytes))) return taken
      this.#taken(lane, unit, allowed)
      taken.push(unit)
      operations -= unit.operations
      bytes -= unit.bytes
    }
  }

  #taken(from: Lane<U>, { id, operations }: U, allowed: readonly Lane<U>[]): void {
    from.ready.pop()
    this.remove(id)
    from.passedOver = Math.max(0, from.passedOver - PATIENCE * operations)
    for (const lane of allowed.slice(allowed.indexOf(from) + 1)) {
      // Who has nothing to send is not passed over.
      lane.passedOver = lane.live === 0 ? 0 : Math.min(lane.passedOver + operations, PATIENCE * MOST_IN_A_ROW)
    }
  }

  #makeReady(entry: Entry<U>): void {
    const lane = this.#laneOf(entry.unit)
    lane.live++
    lane.ready.push(entry)
    if (lane.ready.size > 2 * lane.live + SPARE_ENTRIES) lane.ready.retain(({ gone }) => !gone)
  }

  #laneOf({ priority }: U): Lane<U> {
    return this.#lanes[LANES.indexOf(priority)] as Lane<U>
  }
}

function createLane<U extends Unit>(priority: Priority): Lane<U> {
  return { ready: new PriorityHeap<Entry<U>>(isBefore), priority, live: 0, operations: 0, passedOver: 0 }
}

/** The most urgent lane that has something, unless another one was passed over for too long. */
function nextLane<U extends Unit>(allowed: readonly Lane<U>[]): Lane<U> | undefined {
  const waiting = allowed.filter(({ live }) => live > 0)
  const [first, ...others] = waiting.filter(({ passedOver }) => passedOver >= PATIENCE)
  return first ? others.reduce((most, lane) => (lane.passedOver > most.passedOver ? lane : most), first) : waiting[0]
}

function frontOf<U extends Unit>({ ready }: Lane<U>): Entry<U> | undefined {
  while (ready.first?.gone) ready.pop()
  return ready.first
}

function isBefore<U extends Unit>(left: Entry<U>, right: Entry<U>): boolean {
  const leftDue = left.unit.deadline ?? Infinity
  const rightDue = right.unit.deadline ?? Infinity
  if (leftDue !== rightDue) return leftDue < rightDue
  return left.unit.at === right.unit.at ? left.order < right.order : left.unit.at < right.unit.at
}

/** Whether two units have the same place in the order, so that one can take the other's. */
function comesAlike(left: Unit, right: Unit): boolean {
  return left.priority === right.priority && left.deadline === right.deadline && left.at === right.at
}
