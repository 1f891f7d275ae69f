/** How long to wait between attempts. */
export interface Backoff {
  readonly firstMs: number
  readonly capMs: number
}

const DEFAULT_BACKOFF: Backoff = { firstMs: 250, capMs: 30_000 }

/**
 * The pause before an attempt (from 1): any length up to a bound that doubles with each attempt and ends at the cap.
 * Full jitter, so that a thousand replicas do not come back in the same moment. `chance` is from 0 up to 1 (P-82).
 */
export function pauseBefore(attempt: number, chance: number, { firstMs, capMs }: Backoff = DEFAULT_BACKOFF): number {
  const bound = Math.min(capMs, firstMs * 2 ** Math.min(attempt - 1, 30))
  return Math.round(chance * bound)
}
