/**
 * The epoch of a life that a restore begins: above every one that is known, and its own also where the same backup is
 * restored twice by people who do not know of each other. Seconds since 1970 are what grows without anybody's help.
 */
export function nextEpoch(known: readonly number[], now: number): number {
  return Math.max(...known.map((epoch) => epoch + 1), Math.floor(now / 1000))
}
