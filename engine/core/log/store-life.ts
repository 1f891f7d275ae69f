import { SrvraError } from '../errors.ts'

/** A life of a store: it begins when the store is made, and anew each time it is put back to an earlier state. */
export interface StoreLife {
  readonly epoch: number
  /** The last position that it shares with the life before it; 0 for the first. */
  readonly since: number
}

/** So many lives a store remembers; whoever knows only an older one is a stranger to it. */
export const LIVES_KEPT = 64

export const FIRST_LIFE: StoreLife = Object.freeze({ epoch: 1, since: 0 })

/** The lives with a new one behind them, bounded. Throws E_RANGE unless the epoch is later than all before it. */
export function withLife(lives: readonly StoreLife[], life: StoreLife): readonly StoreLife[] {
  const current = epochOf(lives)
  if (!Number.isSafeInteger(life.epoch) || life.epoch <= current) {
    const message = `A new life of this store needs an epoch above ${current}, and ${life.epoch} is not.`
    throw new SrvraError('E_RANGE', message, { epoch: life.epoch, current })
  }
  return Object.freeze([...lives, Object.freeze({ ...life })].slice(-LIVES_KEPT))
}

/** The epoch of the life that a store is in. */
export function epochOf(lives: readonly StoreLife[]): number {
  return (lives.at(-1) ?? FIRST_LIFE).epoch
}

/**
 * The last position up to which two stores that were one tell the same story: Infinity while they are in the same life,
 * undefined when they have none in common. Each may have gone on in lives that the other does not know, and a later one may
 * have gone back further than the one before it.
 */
export function sharedUpTo(ours: readonly StoreLife[], theirs: readonly StoreLife[]): number | undefined {
  const isCommon = ({ epoch, since }: StoreLife): boolean => ours.some((life) => life.epoch === epoch && life.since === since)
  const common = theirs.findLast(isCommon)
  if (!common) return undefined
  const since = (lives: readonly StoreLife[]): readonly number[] =>
    lives.filter(({ epoch }) => epoch > common.epoch).map((life) => life.since)
  return Math.min(Number.POSITIVE_INFINITY, ...since(ours), ...since(theirs))
}
