import { compareCodePoints } from '../../core/query/index.ts'
import { lastIndexUpTo } from './key-line.ts'

/** The keys in code point order. Sorted when it is next asked for: writes do not pay for order that nobody reads. */
export class KeyOrder {
  readonly #keys: string[] = []
  #sorted = 0

  add(key: string): void {
    this.#keys.push(key)
  }

  /** All keys in order. */
  all(): readonly string[] {
    if (this.#sorted < this.#keys.length) {
      this.#keys.sort(compareCodePoints)
      this.#sorted = this.#keys.length
    }
    return this.#keys
  }

  /** The index of the first key after `after`. */
  indexAfter(after: string): number {
    return lastIndexUpTo(this.all(), (key) => compareCodePoints(key, after) <= 0) + 1
  }

  /** The index of the first key that is not before `from`. */
  indexFrom(from: string): number {
    return lastIndexUpTo(this.all(), (key) => compareCodePoints(key, from) < 0) + 1
  }
}
