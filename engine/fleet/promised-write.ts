import type { JsonValue } from '../core/json/index.ts'

/** A write that a hub said it took, and where. */
export interface PromisedWrite {
  readonly key: string
  /** The hub's version of the key, and position in its log. */
  readonly version: number
  readonly seq: number
  /** What was written; a merge keeps more than that. */
  readonly value: JsonValue
  readonly merged: boolean
  /** The store that it came from. */
  readonly origin: string
}

/** Holds a hub to what it promised, in bounded memory. */
export interface Audit {
  promised(write: PromisedWrite): void
  /** How many promised writes are not there. */
  countLost(): Promise<number>
}
