import { formatHybridTime, MAX_CLOCK_SKEW_MS, parseHybridTime } from '../../core/clock/index.ts'
import type { Answer } from '../../core/protocol/frames.ts'
import type { OutboxPart } from './outbox-unit.ts'

/** A reading has three digits in base 36 for its counter. */
const COUNTERS = 36 ** 3
/** A clock may jump again meanwhile; a refusal that stays is one. */
const TIMES_AGAIN = 3

type Rejection = Extract<Answer, { status: 'rejected' }>

/**
 * What is known of operations that the hub refused for a reason that goes away by itself: a base that it can not rebuild is
 * not needed with the whole value, and a clock that jumped is put right (P-74, P-75).
 */
export class Resending {
  readonly #onHubTime: (hubNow: number) => void
  readonly #times = new Map<string, number>()
  /** Readings that operations under way were sent with. */
  readonly #readings = new Map<string, string>()
  #restamped = 0

  /** `onHubTime` is told what time the hub has, when a refusal gives it away. */
  constructor(onHubTime: (hubNow: number) => void) {
    this.#onHubTime = onHubTime
  }

  /** The operation goes whole: what it is made of was not understood. */
  needsWhole(opId: string): boolean {
    return this.#times.has(opId)
  }

  /** P-75: a reading from a clock that is ahead of the hub's is taken anew, so that a wrong clock loses nothing. */
  readingFor(opId: string, hlc: string, hubNow: number): string {
    const reading = parseHybridTime(hlc).wallMs - hubNow <= MAX_CLOCK_SKEW_MS / 2 ? hlc : this.#newReading(hubNow)
    this.#readings.set(opId, reading)
    return reading
  }

  /** Whether a unit is to be sent again, all that belongs together; it is tried a few times. */
  goesAgain(parts: readonly OutboxPart[], answers: ReadonlyMap<string, Answer>): boolean {
    const curable = parts.filter(({ operation }) => {
      const answer = answers.get(operation.opId)
      return answer?.status === 'rejected' && this.#isCurable(answer)
    })
    if (curable.length === 0 || curable.some(({ operation }) => this.#timesOf(operation.opId) >= TIMES_AGAIN)) return false
    for (const { operation } of parts) this.#times.set(operation.opId, this.#timesOf(operation.opId) + 1)
    return true
  }

  /** The operation was answered for good. */
  forget(opId: string): void {
    this.#times.delete(opId)
    this.#readings.delete(opId)
  }

  #timesOf(opId: string): number {
    return this.#times.get(opId) ?? 0
  }

  #newReading(hubNow: number): string {
    return formatHybridTime({ wallMs: Math.max(0, Math.trunc(hubNow)), counter: ++this.#restamped % COUNTERS })
  }

  #isCurable({ opId, code, details }: Rejection): boolean {
    if (code === 'E_BASE_MISMATCH') return true
    const aheadMs = details?.['actual']
    const reading = this.#readings.get(opId)
    if (code !== 'E_CLOCK_SKEW' || typeof aheadMs !== 'number' || reading === undefined) return false
    this.#onHubTime(parseHybridTime(reading).wallMs - aheadMs)
    return true
  }
}
