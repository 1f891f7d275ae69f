import { FileLog } from '../../engine/adapters/file-log.ts'
import type { Log } from '../../engine/ports/log.ts'
import { reporterOf } from '../../engine/engine-log.ts'

/** Where things go that nobody foresaw, and what befalls the program. */
export interface ProgramLog {
  /** Notes an error; the terminal has it whole. Never throws itself. */
  readonly report: (error: unknown) => void
  readonly log: Log
}

/** A log in a folder, bounded, without secrets and without what errors quote. */
export function createLog(dir: string): ProgramLog {
  const log = new FileLog({ dir })
  return { log, report: reporterOf(log, 'console') }
}
