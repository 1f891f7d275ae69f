import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const LARGEST_BYTES = 1024 * 1024

/** Where things go that nobody foresaw. */
export interface ProgramLog {
  /** Notes an error with its stack; never throws itself. */
  readonly report: (error: unknown) => void
}

/** Appends to one file, which is put aside (one older one is kept) when it has grown to a mebibyte. */
export function createLog(file: string, now: () => number): ProgramLog {
  return {
    report(error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      const line = `${new Date(now()).toISOString()} ${text}\n`
      process.stderr.write(line)
      try {
        mkdirSync(dirname(file), { recursive: true })
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_BYTES) renameSync(file, `${file}.1`)
        appendFileSync(file, line)
      } catch (cause) {
        // A full disk must not turn one error into two: the terminal has the line already.
        process.stderr.write(`The log ${file} can not be written: ${String(cause)}\n`)
      }
    },
  }
}
