/** Gives equal things equal numbers, counted from 0, so that sequences of them can be compared fast. */
export class Symbols {
  readonly #numbers = new Map<unknown, number>()

  get size(): number {
    return this.#numbers.size
  }

  of(thing: unknown): number {
    const known = this.#numbers.get(thing)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(thing, number)
    return number
  }

  sequence(things: readonly unknown[]): Int32Array {
    const numbers = new Int32Array(things.length)
    for (let at = 0; at < things.length; at++) numbers[at] = this.of(things[at])
    return numbers
  }
}
