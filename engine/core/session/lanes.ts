import type { Priority } from '../log/change.ts'

/** What waits to be sent as a whole: one operation, or all of a batch. */
export interface Unit {
  /** Unique among those that wait. */
  readonly id: string
  readonly priority: Priority
  /** Milliseconds since 1970: when its answer is due; absent: whenever. */
  readonly deadline?: number
  /** Milliseconds since 1970: not to be sent earlier. */
  readonly notBefore: number
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
/** One operation in so many is taken from the least urgent lane that waits, so that nothing waits for ever. */
const LOWEST_SHARE = 8

interface Waiting<U extends Unit> {
  readonly unit: U
  readonly order: number
}

/** Units by lane; within a lane the earliest deadline first, then the oldest (P-70). */
export class Lanes<U extends Unit> {
  readonly #byId = new Map<string, Waiting<U>>()
  readonly #lanes: Readonly<Record<Priority, Waiting<U>[]>> = { critical: [], high: [], normal: [], low: [] }
  #lastOrder = 0

  get size(): number {
    return this.#byId.size
  }

  counts(): Readonly<Record<Priority, number>> {
    const counts = { critical: 0, high: 0, normal: 0, low: 0 }
    for (const { unit } of this.#byId.values()) counts[unit.priority] += unit.operations
    return counts
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** Adds a unit, in the place of the one of that id. */
  put(unit: U): void {
    const before = this.#byId.get(unit.id)
    if (before) this.remove(unit.id)
    const waiting = { unit, order: before?.order ?? ++this.#lastOrder }
    this.#byId.set(unit.id, waiting)
    const lane = this.#lanes[unit.priority]
    lane.splice(placeIn(lane, waiting), 0, waiting)
  }

  remove(id: string): void {
    const waiting = this.#byId.get(id)
    if (!waiting) return
    this.#byId.delete(id)
    const lane = this.#lanes[waiting.unit.priority]
    lane.splice(placeIn(lane, waiting), 1)
  }

  /** Takes out what is to be sent next, as much as there is room for; at least one unit when any may go. */
  take(now: number, room: Room, least: Priority = 'low', immediate = false): readonly U[] {
    const taken: U[] = []
    let { operations, bytes } = room
    const allowed = LANES.slice(0, LANES.indexOf(least) + 1)
    const due = ({ unit }: Waiting<U>): boolean => immediate || unit.notBefore <= now
    const takeFrom = (lane: Waiting<U>[], share: number): void => {
      let left = share
      for (let index = 0; index < lane.length && left > 0; ) {
        const waiting = lane[index] as Waiting<U>
        const fits = waiting.unit.operations <= operations && waiting.unit.bytes <= bytes
        if (!due(waiting)) {
          index++
          continue
        }
        if (!fits && taken.length > 0) return
        lane.splice(index, 1)
        this.#byId.delete(waiting.unit.id)
        taken.push(waiting.unit)
        operations -= waiting.unit.operations
        bytes -= waiting.unit.bytes
        left -= waiting.unit.operations
      }
    }
    const lowest = allowed.findLast((lane) => this.#lanes[lane].some(due))
    const reserved = lowest === undefined || lowest === allowed[0] ? 0 : Math.ceil(room.operations / LOWEST_SHARE)
    const urgent = room.operations - reserved
    for (const lane of allowed) {
      if (lane !== lowest) takeFrom(this.#lanes[lane], Math.max(0, urgent - (room.operations - operations)))
    }
    if (lowest !== undefined) takeFrom(this.#lanes[lowest], operations)
    for (const lane of allowed) if (operations > 0) takeFrom(this.#lanes[lane], operations)
    return taken
  }

  /** Whether anything may go now. */
  hasDue(now: number): boolean {
    for (const { unit } of this.#byId.values()) if (unit.notBefore <= now) return true
    return false
  }

  /** When the next unit may go that may not go yet; undefined when none waits for a time. */
  nextTime(now: number): number | undefined {
    let next: number | undefined
    for (const { unit } of this.#byId.values()) {
      if (unit.notBefore > now && (next === undefined || unit.notBefore < next)) next = unit.notBefore
    }
    return next
  }
}

function isBefore<U extends Unit>(left: Waiting<U>, right: Waiting<U>): boolean {
  const leftDue = left.unit.deadline ?? Infinity
  const rightDue = right.unit.deadline ?? Infinity
  return leftDue === rightDue ? left.order < right.order : leftDue < rightDue
}

/** Where a unit belongs in its lane, which is where it lies when it is there. */
function placeIn<U extends Unit>(lane: readonly Waiting<U>[], waiting: Waiting<U>): number {
  let low = 0
  let high = lane.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(lane[middle] as Waiting<U>, waiting)) low = middle + 1
    else high = middle
  }
  return low
}
