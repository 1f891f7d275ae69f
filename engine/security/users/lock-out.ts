/** Wrong tries at somebody's password, since the last right one. */
export interface Tries {
  readonly failures: number
  /** Nobody is let try before this instant (milliseconds since 1970). */
  readonly lockedUntil?: number
}

export const NO_TRIES: Tries = { failures: 0 }
/** Slips of the finger that cost nothing. */
const FREE = 4
const FIRST_MS = 30_000
const LONGEST_MS = 3_600_000

/** After one more wrong try: from the fifth on each doubles the wait, up to an hour. */
export function afterFailure({ failures }: Tries, now: number): Tries {
  const next = failures + 1
  if (next <= FREE) return { failures: next }
  const waitMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(20, next - FREE - 1))
  return { failures: next, lockedUntil: now + waitMs }
}

export function isLocked({ lockedUntil }: Tries, now: number): boolean {
  return lockedUntil !== undefined && now < lockedUntil
}
