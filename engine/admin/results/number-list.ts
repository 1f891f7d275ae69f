const FIRST_CAPACITY = 1024

/** A list of numbers that takes eight bytes each and nothing per element beside them. */
export class NumberList {
  #numbers = new Float64Array(FIRST_CAPACITY)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Appends as many as still fit below `most`. */
  push(numbers: readonly number[], most: number): void {
    const fitting = numbers.length > most - this.#length ? numbers.slice(0, most - this.#length) : numbers
    this.#makeRoom(this.#length + fitting.length)
    this.#numbers.set(fitting, this.#length)
    this.#length += fitting.length
  }

  at(index: number): number {
    return this.#numbers[index] ?? 0
  }

  /** The numbers themselves, without a copy: not to be written to. */
  view(): Float64Array {
    return this.#numbers.subarray(0, this.#length)
  }

  #makeRoom(length: number): void {
    if (length <= this.#numbers.length) return
    const larger = new Float64Array(Math.max(length, this.#numbers.length * 2))
    larger.set(this.view())
    this.#numbers = larger
  }
}
