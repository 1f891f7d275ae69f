/** A Map holds at most 2^24 entries: a full one is followed by another. */
const MAP_LIMIT = 2 ** 23

/** Which row of a file has which key: exact, in about a hundred bytes a row. Rows count from 1. // T-18 */
export class KeyRows {
  readonly #maps: Map<string, number>[] = [new Map<string, number>()]

  /** Notes that the row has the key; answers the row that had it before, if any. */
  note(key: string, row: number): number | undefined {
    for (const map of this.#maps) {
      const before = map.get(key)
      if (before === undefined) continue
      map.set(key, row)
      return before
    }
    const newest = this.#maps.at(-1) as Map<string, number>
    if (newest.size < MAP_LIMIT) newest.set(key, row)
    else this.#maps.push(new Map([[key, row]]))
    return undefined
  }

  /** The row that was noted last for the key. */
  rowOf(key: string): number | undefined {
    for (const map of this.#maps) {
      const row = map.get(key)
      if (row !== undefined) return row
    }
    return undefined
  }
}
