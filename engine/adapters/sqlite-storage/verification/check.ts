import type { Hash } from '../../../core/json/index.ts'
import type { LogHead } from '../log-head.ts'
import type { LogReader } from '../log-reader.ts'
import type { Tables } from '../tables.ts'

export interface VerificationParts {
  readonly file: string
  readonly tables: Tables
  readonly hash: Hash
  /** The newest change when the verification began: later ones are not looked at. */
  readonly head: LogHead
  readonly log: LogReader
  readonly newestSeq: () => number
  /** Counts what compaction did. */
  readonly compactions: () => number
  /** Called before each slice; throws when the store is closed, or a bulk is open. */
  readonly admit: () => void
}

/** Something that is checked in steps; `step` answers how many rows it has looked at in all, or undefined at the end. */
export interface Check {
  step(): number | undefined
}
