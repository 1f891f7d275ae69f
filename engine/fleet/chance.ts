/** Chance that a seed determines: the same fleet does the same things again. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A chance of its own for a part, so that parts do not shift one another. */
  branch(part: number): Chance {
    return new Chance((this.#state ^ Math.imul(part + 1, 0x9e3779b1)) >>> 0)
  }

  /** From 0 up to, and without, 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** True so often. */
  happens(probability: number): boolean {
    return this.fraction() < probability
  }

  /** A whole number from `least` up to and with `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.fraction() * list.length)] as T
  }

  /** Pauses as people make them: mostly short, now and then long. The mean is `meanMs`. */
  pauseMs(meanMs: number): number {
    return Math.min(meanMs * 8, -Math.log(1 - this.fraction()) * meanMs)
  }
}
