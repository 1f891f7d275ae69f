import UFuzzy from '@leeoniya/ufuzzy'

export interface Ranked<Item> {
  readonly item: Item
  /** Stretches of the text that matched, as pairs of start and end. */
  readonly ranges: readonly number[]
}

// One typing slip inside a word is forgiven: an operator in a hurry is the rule.
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the package types the mode as an enum that it does not export at run time
const search = new UFuzzy({ intraMode: 1 })

/** The items whose text matches what was typed, best first; all of them, as they come, while nothing is typed. */
export function rank<Item>(items: readonly Item[], textOf: (item: Item) => string, typed: string): readonly Ranked<Item>[] {
  const needle = typed.trim()
  if (needle === '') return items.map((item) => ({ item, ranges: [] }))
  const haystack = items.map(textOf)
  const [, info, order] = search.search(haystack, needle, 4)
  if (!info || !order) return []
  return order.flatMap((position) => {
    const item = items[info.idx[position] ?? -1]
    return item === undefined ? [] : [{ item, ranges: info.ranges[position] ?? [] }]
  })
}
