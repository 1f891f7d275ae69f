import { assembleArray, canonicalText, type JsonArray, type JsonValue } from '../../json/index.ts'
import { isList } from '../side.ts'
import { BY_RULE, type RuledSides, type Ruling } from './ruling.ts'

/** Everything that either side has; undefined for what are no lists. // M-24 */
export function unite(sides: RuledSides): Ruling | undefined {
  return ofSets(sides, (inOurs, inTheirs) => inOurs || inTheirs)
}

/** What either side took out of the base is gone, what either side added is there. // M-25 */
export function addWins(sides: RuledSides): Ruling | undefined {
  return ofSets(sides, (inOurs, inTheirs) => inOurs && inTheirs)
}

const NOTHING: JsonArray = assembleArray([])

/** What stays of the base, in its order; then what was added, in an order that depends on nothing but what it is. */
function ofSets(
  { base = NOTHING, ours, theirs }: RuledSides,
  stays: (inOurs: boolean, inTheirs: boolean) => boolean,
): Ruling | undefined {
  if (!isList(base) || !isList(ours) || !isList(theirs)) return undefined
  const before = setOf(base)
  const left = setOf(ours)
  const right = setOf(theirs)
  const kept = [...before.keys()].filter((text) => stays(left.has(text), right.has(text)))
  const added = [...left.keys(), ...right.keys()].filter((text) => !before.has(text))
  const texts = [...kept, ...[...new Set(added)].toSorted()]
  const items = texts.map((text) => (left.has(text) ? left.get(text) : right.get(text)) as JsonValue)
  return { result: assembleArray(items), verdict: BY_RULE }
}

function setOf(list: JsonArray): ReadonlyMap<string, JsonValue> {
  return new Map(list.map((item) => [canonicalText(item), item]))
}
