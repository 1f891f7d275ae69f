import { StateDigest } from '../core/log/digest.ts'
import { compareCodePoints } from '../core/query/index.ts'
import type { Hash } from '../core/json/index.ts'

/** A live document as digests count it. */
export interface Counted {
  readonly version: number
  readonly hash: string
}

/** One document of a page that is counted. */
export interface CountedDocument extends Counted {
  readonly key: string
}

/**
 * A digest that is counted in pages of ascending keys while documents change: what changes behind the count is corrected,
 * what changes before it will be met. Once complete it is kept up to date (P-47).
 */
export class RunningDigest {
  readonly #hash: Hash
  #digest: StateDigest
  #count = 0
  #countedTo: string | undefined
  #complete = false

  constructor(hash: Hash) {
    this.#hash = hash
    this.#digest = new StateDigest(hash)
  }

  get complete(): boolean {
    return this.#complete
  }

  /** The key to go on after; undefined at the beginning. */
  get countedTo(): string | undefined {
    return this.#countedTo
  }

  get count(): number {
    return this.#count
  }

  toString(): string {
    return this.#digest.toString()
  }

  restart(): void {
    this.#digest = new StateDigest(this.#hash)
    this.#count = 0
    this.#countedTo = undefined
    this.#complete = false
  }

  /** Counts a page; `upTo` is the last key that was looked at, `last` that there are no more. */
  addPage(documents: readonly CountedDocument[], upTo: string | undefined, last: boolean): void {
    for (const { key, version, hash } of documents) {
      this.#digest.add(key, version, hash)
      this.#count++
    }
    this.#countedTo = upTo ?? this.#countedTo
    this.#complete = last
  }

  /** Takes in that a document changed; undefined stands for none. */
  replace(key: string, before: Counted | undefined, after: Counted | undefined): void {
    if (!this.#complete && !this.#isCounted(key)) return
    if (before) {
      this.#digest.remove(key, before.version, before.hash)
      this.#count--
    }
    if (after) {
      this.#digest.add(key, after.version, after.hash)
      this.#count++
    }
  }

  #isCounted(key: string): boolean {
    return this.#countedTo !== undefined && compareCodePoints(key, this.#countedTo) <= 0
  }
}
