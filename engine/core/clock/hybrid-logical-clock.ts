import { SrvraError } from '../errors.ts'

/** A reading of a hybrid logical clock: wall milliseconds since 1970, and a counter within the millisecond. */
export interface HybridTime {
  readonly wallMs: number
  readonly counter: number
}

/** The reading before all others. */
export const HLC_ZERO: HybridTime = Object.freeze({ wallMs: 0, counter: 0 })

/** How far ahead of the authority's clock an author's may be before its operations are refused. */
export const MAX_CLOCK_SKEW_MS = 5 * 60_000

const RADIX = 36
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
const WALL_DIGITS = 9
const COUNTER_DIGITS = 3
/** Nine base-36 digits of milliseconds reach the year 5188. */
const MAX_WALL_MS = RADIX ** WALL_DIGITS - 1
const MAX_COUNTER = RADIX ** COUNTER_DIGITS - 1
const TEXT_FORM = /^[0-9a-z]{12}$/

/** The time of a local event: later than every reading before it, and no earlier than the wall clock (K-1). */
export function tick(last: HybridTime, wallMs: number): HybridTime {
  const now = Math.trunc(wallMs)
  return now > last.wallMs && now <= MAX_WALL_MS ? { wallMs: now, counter: 0 } : successor(last)
}

/** The time of a remote event's arrival: later than both clocks' readings (K-2). The caller checks the skew first. */
export function receive(last: HybridTime, remote: HybridTime, wallMs: number): HybridTime {
  return tick(compareHybridTimes(last, remote) < 0 ? remote : last, wallMs)
}

/** Negative, zero or positive, as `a` is before, at or after `b`. */
export function compareHybridTimes(a: HybridTime, b: HybridTime): number {
  return a.wallMs - b.wallMs || a.counter - b.counter
}

/** Twelve base-36 digits, nine of wall time and three of counter, that sort as the readings do (K-3). */
export function formatHybridTime({ wallMs, counter }: HybridTime): string {
  return formatWall(wallMs) + formatCounter(counter)
}

/** The first nine digits of the text form. */
export function formatWall(wallMs: number): string {
  return wallMs.toString(RADIX).padStart(WALL_DIGITS, '0')
}

/** The last three digits of the text form, looked up one by one because this runs with every write. */
export function formatCounter(counter: number): string {
  const high = Math.floor(counter / (RADIX * RADIX))
  const middle = Math.floor(counter / RADIX) % RADIX
  return DIGITS.charAt(high) + DIGITS.charAt(middle) + DIGITS.charAt(counter % RADIX)
}

/** Reads the text form; the empty text is the reading before all others. Throws E_CLOCK_FORM. */
export function parseHybridTime(text: string): HybridTime {
  if (text === '') return HLC_ZERO
  if (!TEXT_FORM.test(text)) {
    throw new SrvraError(
      'E_CLOCK_FORM',
      `A logical time is written as twelve digits 0-9 and a-z; ${JSON.stringify(text.slice(0, 40))} is not.`,
    )
  }
  return { wallMs: Number.parseInt(text.slice(0, WALL_DIGITS), RADIX), counter: Number.parseInt(text.slice(WALL_DIGITS), RADIX) }
}

/** Throws E_CLOCK_SKEW when an author's reading lies further ahead of the authority's wall clock than allowed (K-4). */
export function checkClockSkew(remote: HybridTime, wallMs: number, limitMs: number = MAX_CLOCK_SKEW_MS): void {
  const aheadMs = remote.wallMs - wallMs
  if (aheadMs <= limitMs) return
  const message = `The author's clock is ${Math.round(aheadMs / 1000)} s ahead of this one, more than the ${limitMs / 1000} s allowed: set it right and send the operation again.`
  throw new SrvraError('E_CLOCK_SKEW', message, { limit: limitMs, actual: aheadMs })
}

/** A full counter carries into the next millisecond, so that readings keep rising however long the wall clock stands. */
function successor({ wallMs, counter }: HybridTime): HybridTime {
  if (counter < MAX_COUNTER) return { wallMs, counter: counter + 1 }
  if (wallMs >= MAX_WALL_MS)
    throw new SrvraError(
      'E_CLOCK_RANGE',
      'The logical clock is at its end (the year 5188): a wrong clock has written to this store.',
    )
  return { wallMs: wallMs + 1, counter: 0 }
}
