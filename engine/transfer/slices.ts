import { setImmediate as nextTurn } from 'node:timers/promises'
import { SrvraError } from '../core/errors.ts'

/** Some milliseconds of work: a console stays live between two slices. */
const SLICE_ROWS = 256

/** Pieces of a list of at most 256; others have their turn before each. Throws E_CANCELLED once the signal says so. // T-19 */
export async function* slices<T>(rows: readonly T[], signal: AbortSignal | undefined): AsyncGenerator<readonly T[]> {
  for (let from = 0; from < rows.length; from += SLICE_ROWS) {
    await nextTurn()
    refuseCancelled(signal)
    yield rows.slice(from, from + SLICE_ROWS)
  }
}

export function refuseCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new SrvraError('E_CANCELLED', 'Cancelled; nothing was changed.')
}
