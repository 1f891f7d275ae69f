import { longestIncreasing } from '../delta/longest-increasing.ts'
import { canonicalText, equalJson, type JsonValue } from '../json/index.ts'
import type { ListTriple } from './align-sides.ts'
import { matchSides, type ListSide, type MatchedSides } from './match-sides.ts'
import { ALIKE, ARRAY_ORDER, LIST_CROWDED, LIST_MERGED, ONLY_OURS, ONLY_THEIRS, SAME_FIELD } from './merged-field.ts'
import type { SideName, Verdict } from './merged-field.ts'

/** Where an element of the merged list stands in the base and on both sides; -1 where it does not. */
export interface Place {
  readonly base: number
  readonly ours: number
  readonly theirs: number
}

export interface ListPlan {
  readonly places: readonly Place[]
  /** On membership and order; undefined when neither side changed them. */
  readonly verdict: Verdict | undefined
  /** The field by which elements were recognised; undefined: they were compared. */
  readonly field: string | undefined
}

/** Which elements the merged list has, and in which order; by `identity` where all have one. // M-9 to M-11 */
export function planList(lists: ListTriple, later: SideName, identity?: string): ListPlan {
  return new ListPlanner(lists, identity).plan(later)
}

class ListPlanner {
  readonly #lists: ListTriple
  readonly #sides: MatchedSides
  readonly #places: Place[] = []
  /** Whether both sides added elements in one place: their order there is a guess, or a person's to say. */
  #crowded = false

  constructor(lists: ListTriple, identity: string | undefined) {
    this.#lists = lists
    this.#sides = matchSides(lists, identity)
  }

  plan(later: SideName): ListPlan {
    const mover = moverOf(this.#sides)
    if (mover === undefined) this.#layOut('ours', runsOf(this.#sides.theirs))
    else {
      const leading = mover === 'both' ? later : mover
      const stays = longestIncreasing(sharedSources(this.#sides[leading]))
      this.#layOut(leading, runsOf(this.#sides[leading === 'ours' ? 'theirs' : 'ours'], stays))
    }
    return { places: this.#places, verdict: this.#verdict(mover), field: this.#sides.field }
  }

  /** All that one side has, in its order, and among it what the other side alone has. */
  #layOut(leading: SideName, others: ReadonlyMap<number, readonly number[]>): void {
    const { sources, partners } = this.#sides[leading]
    let run: number[] = []
    let before = -1
    for (let at = 0; at <= partners.length; at++) {
      const partner = partners[at]
      if (partner === -1) {
        run.push(at)
        continue
      }
      const other = others.get(before) ?? []
      if (leading === 'ours') this.#fill(run, other)
      else this.#fill(other, run)
      if (partner === undefined) return
      const base = sources[at] as number
      this.#places.push(leading === 'ours' ? { base, ours: at, theirs: partner } : { base, ours: partner, theirs: at })
      before = at
      run = []
    }
  }

  /** What one side alone has between two elements, and what the other has there. */
  #fill(oursRun: readonly number[], theirsRun: readonly number[]): void {
    const { ours, theirs, field } = this.#sides
    const mine = this.#kept('ours', oursRun).map((at) => ({ base: ours.sources[at] as number, ours: at, theirs: -1 }))
    const other = this.#kept('theirs', theirsRun).map((at) => ({ base: theirs.sources[at] as number, ours: -1, theirs: at }))
    const alike = field === undefined ? this.#alike(mine, other) : 0
    const rests = [mine.slice(alike), other.slice(alike)] as const
    for (let at = 0; at < alike; at++) this.#places.push({ base: -1, ours: mine[at]?.ours ?? -1, theirs: other[at]?.theirs ?? -1 })
    this.#crowded ||= mine.some(isAdded) && other.some(isAdded) && rests.some((rest) => rest.length > 0)
    for (const rest of this.#comesFirst(...rests) ? rests : rests.toReversed()) for (const place of rest) this.#places.push(place)
  }

  /** How many elements both sides added alike, from the start: without identities they are taken for the same. */
  #alike(mine: readonly Place[], other: readonly Place[]): number {
    const isAlike = (place: Place, at: number): boolean => {
      const counterpart = other[at]
      if (counterpart === undefined || !isAdded(place) || !isAdded(counterpart)) return false
      return equalJson(this.#itemOf(place), this.#itemOf(counterpart))
    }
    const end = mine.findIndex((place, at) => !isAlike(place, at))
    return end < 0 ? mine.length : end
  }

  /** Any order between both sides' elements would do, if only it is the same when the sides are swapped. */
  #comesFirst(mine: readonly Place[], other: readonly Place[]): boolean {
    for (let at = 0; at < Math.min(mine.length, other.length); at++) {
      const [text, otherText] = [mine[at] as Place, other[at] as Place].map((place) => canonicalText(this.#itemOf(place)))
      if (text !== otherText) return (text as string) < (otherText as string)
    }
    return mine.length <= other.length
  }

  /** Without what the other side removed, as long as this one left it as it was. */
  #kept(side: SideName, run: readonly number[]): readonly number[] {
    if (run.length === 0) return run
    const { sources } = this.#sides[side]
    const { base, [side]: items } = this.#lists
    return run.filter((at) => {
      const source = sources[at] as number
      return source < 0 || !equalJson(base[source] as JsonValue, items[at] as JsonValue)
    })
  }

  #itemOf({ ours, theirs }: Place): JsonValue {
    return (ours < 0 ? this.#lists.theirs[theirs] : this.#lists.ours[ours]) as JsonValue
  }

  #verdict(mover: SideName | 'both' | undefined): Verdict | undefined {
    const { ours, theirs, field } = this.#sides
    const { base } = this.#lists
    if (mover === 'both') return ARRAY_ORDER
    if (this.#crowded) return field === undefined ? SAME_FIELD : LIST_CROWDED
    const kept = { ours: isKept(ours, base.length), theirs: isKept(theirs, base.length) }
    if (kept.ours) return kept.theirs ? undefined : ONLY_THEIRS
    if (kept.theirs) return ONLY_OURS
    const shared = this.#places.every((place) => place.ours >= 0 && place.theirs >= 0)
    const whole = this.#places.length === ours.sources.length && this.#places.length === theirs.sources.length
    return mover === undefined && shared && whole ? ALIKE : LIST_MERGED
  }
}

function isAdded(place: Place): boolean {
  return place.base < 0
}

/** The side that moved elements, or both; undefined when both sides have what they share in one order. */
function moverOf({ ours, theirs }: MatchedSides): SideName | 'both' | undefined {
  if (ascends(ours.partners)) return undefined
  const oursMoved = movedShared(ours)
  if (oursMoved === movedShared(theirs)) return 'both'
  return oursMoved ? 'ours' : 'theirs'
}

/** Whether what both sides have stands in another order than in the base. */
function movedShared(side: ListSide): boolean {
  return !ascends(sharedSources(side))
}

function sharedSources({ sources, partners }: ListSide): Int32Array {
  return sources.map((source, at) => ((partners[at] as number) < 0 ? -1 : source))
}

/** Whether numbers rise; negative ones do not count. */
function ascends(numbers: Int32Array): boolean {
  let last = -1
  for (const number of numbers) {
    if (number < 0) continue
    if (number < last) return false
    last = number
  }
  return true
}

/**
 * What a side alone has, by the other side's index of the shared element that it stands behind; -1 at the start. What the
 * other side moved away leaves it where it is.
 */
function runsOf({ partners }: ListSide, stays?: Uint8Array): ReadonlyMap<number, readonly number[]> {
  const runs = new Map<number, number[]>()
  let before = -1
  for (const [at, partner] of partners.entries()) {
    if (partner < 0) {
      const run = runs.get(before)
      if (run === undefined) runs.set(before, [at])
      else run.push(at)
    } else if (stays === undefined || stays[partner] === 1) before = partner
  }
  return runs
}

/** Whether a side has every element of the base and no other, each where it stood. */
function isKept({ sources }: ListSide, length: number): boolean {
  return sources.length === length && sources.every((source, at) => source === at)
}
