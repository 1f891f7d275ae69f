import { LatencyDigest } from './latency-digest.ts'
import type { Sample } from './series/series-recorder.ts'

const PERCENTILES = [
  { figure: 'p50', share: 0.5 },
  { figure: 'p99', share: 0.99 },
] as const

/** The series of something whose every time is measured: their sum and count, and percentiles of what came since the last look. */
export class TimedSeries {
  readonly #nameOf: (figure: string) => string
  readonly #lately = new LatencyDigest()
  #seconds = 0
  #count = 0

  constructor(nameOf: (figure: string) => string) {
    this.#nameOf = nameOf
  }

  add(seconds: number): void {
    this.#seconds += seconds
    this.#count++
    this.#lately.add(seconds)
  }

  /** A look in which nothing was measured has no percentile: a gap, never a zero. */
  samples(): readonly Sample[] {
    const percentiles = this.#lately.take(PERCENTILES.map(({ share }) => share))
    return [
      { series: this.#nameOf('sum'), value: this.#seconds },
      { series: this.#nameOf('count'), value: this.#count },
      ...PERCENTILES.flatMap(({ figure }, place) => {
        const value = percentiles[place]
        return value === undefined ? [] : [{ series: this.#nameOf(figure), value }]
      }),
    ]
  }
}
