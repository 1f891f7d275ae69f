/** Numbers whose sums from the start are known at any time: a Fenwick tree. */
export class RunningTotals {
  readonly #sums: Float64Array

  constructor(numbers: readonly number[]) {
    this.#sums = new Float64Array(numbers.length + 1)
    for (let at = 1; at <= numbers.length; at++) {
      this.#sums[at] = (this.#sums[at] as number) + (numbers[at - 1] as number)
      const above = at + (at & -at)
      if (above <= numbers.length) this.#sums[above] = (this.#sums[above] as number) + (this.#sums[at] as number)
    }
  }

  /** The sum of the numbers before a place. */
  before(place: number): number {
    let sum = 0
    for (let at = place; at > 0; at -= at & -at) sum += this.#sums[at] as number
    return sum
  }

  add(place: number, amount: number): void {
    for (let at = place + 1; at < this.#sums.length; at += at & -at) this.#sums[at] = (this.#sums[at] as number) + amount
  }
}
