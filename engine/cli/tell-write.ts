import { formatInstant } from '../core/query/index.ts'
import type { StateUpdate } from '../state/state-update.ts'
import type { Output } from './output.ts'

/** Says what a single write did. */
export function tellWrite(out: Output, { key, version, seq, at, changed, deleted }: StateUpdate): void {
  const what = deleted ? `deleted, by version ${version}` : `at version ${version}`
  out.line(
    changed ? `${key} is ${what} (change ${seq}).` : `${key} is unchanged${version === 0 ? '' : ` ${what}`}: nothing was written.`,
  )
  out.answer({ key, version, seq, at: formatInstant(at), changed, deleted })
}
