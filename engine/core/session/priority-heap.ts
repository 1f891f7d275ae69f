/** A binary heap: what comes first is at hand, and adding or taking costs the logarithm of how much there is. */
export class PriorityHeap<T> {
  readonly #isBefore: (left: T, right: T) => boolean
  #items: T[] = []

  constructor(isBefore: (left: T, right: T) => boolean) {
    this.#isBefore = isBefore
  }

  get size(): number {
    return this.#items.length
  }

  get first(): T | undefined {
    return this.#items[0]
  }

  push(item: T): void {
    const items = this.#items
    let index = items.length
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.#isBefore(item, items[parent] as T)) break
      items[index] = items[parent] as T
      index = parent
    }
    items[index] = item
  }

  /** Takes the first one out. */
  pop(): T | undefined {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (last !== undefined && items.length > 0) this.#sink(last)
    return first
  }

  /** Lets go of all that are not to be kept. */
  retain(keep: (item: T) => boolean): void {
    const kept = this.#items.filter(keep)
    this.#items = []
    for (const item of kept) this.push(item)
  }

  /** Puts an item at the root and lets it down to its place. */
  #sink(item: T): void {
    const items = this.#items
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= items.length) break
      if (child + 1 < items.length && this.#isBefore(items[child + 1] as T, items[child] as T)) child++
      if (!this.#isBefore(items[child] as T, item)) break
      items[index] = items[child] as T
      index = child
    }
    items[index] = item
  }
}
