import { durationMs } from '../core/duration.ts'

const LONGEST_MS = 2 ** 31 - 1

/** How long to wait, such as `500ms`, `10s` or `5m`. Throws E_DURATION. */
export function parseWait(text: string): number {
  return Math.min(durationMs(text), LONGEST_MS)
}
