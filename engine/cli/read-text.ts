import { readFileSync } from 'node:fs'
import { SrvraError } from '../core/errors.ts'

/** The text of a file that a flag names. Throws E_FILE. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new SrvraError('E_FILE', `${file} can not be read: ${(cause as Error).message}.`, { file }, { cause })
  }
}
