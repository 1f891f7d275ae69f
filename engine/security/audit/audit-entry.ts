import { canonicalText } from '../../core/json/index.ts'
import type { Hash, JsonObject, JsonValue } from '../../core/json/index.ts'
import type { RecordWrite, StoredRecord } from '../../ports/storage.ts'

/** `refused`: it was not allowed, or not well-formed. `failed`: it was begun and could not be done. */
export type AuditOutcome = 'done' | 'refused' | 'failed'

/** The changes of the log that an entry vouches for. */
export interface AuditedChanges {
  /** Position of the first one. */
  readonly seq: number
  /** Position of the last one, where there are several. */
  readonly through?: number
  /** The key's version that it led to; absent where there are several. */
  readonly version?: number
}

/** Who did what to what, and how it ended. Never a value: what was before and after is in the history. */
export interface AuditNote {
  readonly actor: string
  /** Where it came from: `console`, `command-line`, a replica's id, or this store's. */
  readonly origin: string
  /** What was done, such as `document.set` or `backups.restore`. */
  readonly action: string
  /** What it was done to: a key, a client, a rule. */
  readonly target?: string
  readonly outcome: AuditOutcome
  /** Why it was refused or failed. */
  readonly code?: string
  readonly changes?: AuditedChanges
  /** Few and small: numbers, names, choices. */
  readonly details?: JsonObject
}

/** One line of the trail. */
export interface AuditEntry extends AuditNote {
  /** Position in the trail, from 1, without gaps. */
  readonly n: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** An entry as it is kept: with the hash over it and all before it. */
export interface LinkedEntry extends AuditEntry {
  readonly link: string
}

/** The collections that a trail is kept in. */
export const ENTRIES = 'audit'
export const STATE = 'audit.state'

/** What the first link hangs on: another store's trail does not fit. */
export function trailStart(storeId: string, hash: Hash): string {
  return hash(`audit of ${storeId}`)
}

/** The hash over an entry and, by the link before it, over all that came before. */
export function linkOf(previous: string, entry: AuditEntry, hash: Hash): string {
  return hash(`${previous}\n${canonicalText(entry as unknown as JsonValue)}`)
}

/** Ids sort as their numbers do. */
export function entryId(n: number): string {
  return String(n).padStart(15, '0')
}

export function entryRecord(entry: LinkedEntry): RecordWrite {
  return { collection: ENTRIES, id: entryId(entry.n), value: entry as unknown as JsonValue }
}

/** An entry out of the store. Its form is what was written there; whether it still is that, the chain tells. */
export function linkedEntry({ value }: Pick<StoredRecord, 'value'>): LinkedEntry {
  return value as unknown as LinkedEntry
}
