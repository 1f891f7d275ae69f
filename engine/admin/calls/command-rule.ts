import type { ZodType } from 'zod'
import type { Access } from './caller.ts'

/** `anybody`: also whoever has not signed in. */
export type AccessNeeded = Access | 'anybody'

/** What a call must satisfy before its handler sees it. */
export interface CommandRule<Args, Needed extends AccessNeeded = Access> {
  readonly access: Needed
  /** Strict: an unknown field is refused, so that a misspelt option never passes in silence. */
  readonly input: ZodType<Args>
  /** Largest argument, measured as `sizeOf` does. */
  readonly maxBytes: number
}

/** One rule for each command of a contract: a missing one does not compile. */
export type CommandRules<Contract, Needed extends AccessNeeded = Access> = {
  readonly [Name in keyof Contract]: CommandRule<Contract[Name] extends (args: infer Args) => unknown ? Args : never, Needed>
}

const KIBIBYTE = 1024

/** Enough for every question. */
export const QUESTION_BYTES = 64 * KIBIBYTE
/** A call that names many keys. */
export const SELECTION_BYTES = 1024 * KIBIBYTE
/** A call that carries documents: two of the largest, or one as generously indented text. */
export const DOCUMENT_BYTES = 8 * 1024 * KIBIBYTE
