/** Gives equal things equal numbers, so that sequences of them can be compared fast. */
export class Symbols<T> {
  readonly #numbers = new Map<T, number>()

  of(thing: T): number {
    const known = this.#numbers.get(thing)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(thing, number)
    return number
  }

  sequence(things: readonly T[]): Int32Array {
    const numbers = new Int32Array(things.length)
    for (let at = 0; at < things.length; at++) numbers[at] = this.of(things[at] as T)
    return numbers
  }
}
