import { SrvraError } from '../core/errors.ts'
import type { JsonValue } from '../core/json/index.ts'

/** One row of a file as read: its value, or what is wrong with it. `line` is where it begins, from 1. */
export type ImportRow =
  | { readonly line: number; readonly value: JsonValue; readonly problem?: never }
  | { readonly line: number; readonly problem: SrvraError; readonly value?: never }

/** A row of a JSON file before it is parsed. `last` marks one that the end of the file, not a separator, ended. */
export interface RowText {
  readonly line: number
  readonly text: string
  readonly last?: boolean
}

/** The problem of a last row that does not parse. */
export function cutShort(line: number, cause: unknown): SrvraError {
  return new SrvraError(
    'E_IMPORT_TRUNCATED',
    'The last line is cut short. Get the whole file and import it again.',
    { line },
    { cause },
  )
}
