import { diff } from '../core/delta/index.ts'
import type { Delta } from '../core/delta/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { Change, ChangeKind, DocumentMetadata, Priority } from '../core/log/change.ts'
import type { StoredDocument } from '../ports/storage.ts'
import { EMPTY_METADATA } from './metadata.ts'
import type { StateUpdate, SyncOutcome } from './state-update.ts'
import type { SyncTicket } from './sync-ticket.ts'

/** What is durable already. */
export const DURABLE: Promise<void> = Promise.resolve()

/** What a key was before a write. A stored document is one. */
export interface Before {
  readonly version: number
  readonly seq: number
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
}

/** What a key was before its first write. */
export const NEVER: Before = Object.freeze({ version: 0, seq: 0, value: undefined, metadata: EMPTY_METADATA })

/** The update of a change that is in the log. What costs something (the delta, promises) is made when it is read. */
export class CommittedUpdate implements StateUpdate {
  readonly key: string
  readonly version: number
  readonly previousVersion: number
  readonly seq: number
  readonly value: JsonValue | undefined
  readonly previousValue: JsonValue | undefined
  readonly metadata: DocumentMetadata
  readonly previousMetadata: DocumentMetadata
  readonly changed: boolean
  readonly deleted: boolean
  readonly kind: ChangeKind
  readonly opId: string
  readonly actor: string
  readonly at: number
  readonly hlc: string
  readonly priority: Priority
  declare readonly batch?: number
  declare readonly reason?: string
  declare readonly cause?: string
  readonly #durable: Promise<void>
  readonly #ticket: SyncTicket | undefined
  #delta: { readonly made: Delta | undefined } | undefined

  constructor(change: Change, before: Before, changed: boolean, durable: Promise<void>, ticket?: SyncTicket) {
    this.key = change.key
    this.version = change.version
    this.previousVersion = before.version
    this.seq = change.seq
    this.value = change.value
    this.previousValue = before.value
    this.metadata = change.metadata
    this.previousMetadata = before.metadata
    this.changed = changed
    this.deleted = change.deleted
    this.kind = change.kind
    this.opId = change.opId
    this.actor = change.actor
    this.at = change.at
    this.hlc = change.hlc
    this.priority = change.priority
    if (change.batch !== undefined) this.batch = change.batch
    if (change.reason !== undefined) this.reason = change.reason
    if (change.cause !== undefined) this.cause = change.cause
    this.#durable = durable
    this.#ticket = ticket
  }

  get delta(): Delta | undefined {
    this.#delta ??= {
      made: this.previousValue === undefined || this.value === undefined ? undefined : diff(this.previousValue, this.value),
    }
    return this.#delta.made
  }

  get durable(): Promise<void> {
    return this.#durable
  }

  get synced(): Promise<SyncOutcome> {
    return this.#ticket ? this.#ticket.outcome : committed(this.#durable, this.version, this.seq)
  }
}

/** The answer to a write that would have changed nothing (S-3): the version that stands. */
export function unchangedUpdate(
  key: string,
  before: Before & Partial<Pick<StoredDocument, 'actor' | 'updatedAt'>>,
  ticket?: SyncTicket,
): CommittedUpdate {
  const { version, seq, value, metadata, actor = '', updatedAt = 0 } = before
  const summary = {
    key,
    version,
    seq,
    baseVersion: version,
    kind: 'set',
    actor,
    at: updatedAt,
    deleted: value === undefined,
    priority: 'normal',
  } as const
  return new CommittedUpdate({ ...summary, value, metadata, opId: '', origin: '', hlc: '' }, before, false, DURABLE, ticket)
}

/** S-12: an engine without nodes is its own authority, so a write is committed as soon as it is durable. */
export async function committed(durable: Promise<void>, version: number, seq: number): Promise<SyncOutcome> {
  await durable
  return { outcome: 'committed', version, seq }
}
