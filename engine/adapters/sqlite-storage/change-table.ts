import type { Change, ChangeSummary } from '../../core/log/change.ts'
import { isForeign, localOpId } from '../../core/log/op-id.ts'
import type { HistoryEntry } from '../../ports/storage.ts'
import type { Names } from './names.ts'
import type { Connection } from './open-database.ts'
import { KINDS, PRIORITIES } from './schema.ts'

/** What a change becomes on its way to the table, beside the change itself. */
export interface ChangeParts {
  readonly document: number
  /** Position of the key's change before this one; 0 when there is none. */
  readonly previous: number
  readonly size: number
  readonly hash: string | null
  readonly chain: string
  readonly metadata: string | null
  readonly form: number
  readonly body: string | null
}

/** A row of the log as it is stored. */
export interface ChangeRow extends ChangeParts {
  readonly seq: number
  readonly version: number
  readonly base_version: number
  readonly kind: number
  readonly priority: number
  readonly at: number
  readonly hlc: string
  readonly actor: number
  readonly origin: number
  readonly op_id: string | null
  readonly batch: number | null
  readonly reason: string | null
  readonly cause: string | null
}

/** A row with the key of its document and how far back that key can be read. */
export interface KeyedChangeRow extends ChangeRow {
  readonly key: string
  readonly readable_from: number
}

const COLUMNS =
  'seq, document, version, base_version, previous, kind, priority, at, hlc, actor, origin, op_id, batch, reason, cause, size, hash, chain, metadata, form, body'
const KEYED = `SELECT c.*, d.key, d.readable_from FROM changes c JOIN documents d ON d.id = c.document`

/** The log. */
export class ChangeTable {
  readonly #names: Names
  readonly #storeId: string
  readonly #insert
  readonly #at
  readonly #keyed
  readonly #page
  readonly #time
  readonly #last
  readonly #setBody
  readonly #cut
  readonly #remove
  readonly #byOperation

  constructor(database: Connection, names: Names, storeId: string) {
    this.#names = names
    this.#storeId = storeId
    this.#insert = database.prepare(`INSERT INTO changes (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`)
    this.#at = database.prepare<[number], ChangeRow>('SELECT * FROM changes WHERE seq = ?')
    this.#keyed = database.prepare<[number], KeyedChangeRow>(`${KEYED} WHERE c.seq = ?`)
    this.#page = database.prepare<[number, number, number], KeyedChangeRow>(
      `${KEYED} WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq LIMIT ?`,
    )
    this.#time = database.prepare<[number], number>('SELECT at FROM changes WHERE seq = ?').pluck()
    this.#last = database.prepare<[], ChangeRow>('SELECT * FROM changes ORDER BY seq DESC LIMIT 1')
    this.#setBody = database.prepare<[number, string | null, number]>('UPDATE changes SET form = ?, body = ? WHERE seq = ?')
    this.#cut = database.prepare<[number]>('UPDATE changes SET previous = 0 WHERE seq = ?')
    this.#remove = database.prepare<[number]>('DELETE FROM changes WHERE seq = ?')
    this.#byOperation = database.prepare<[string], number>('SELECT seq FROM changes WHERE op_id = ?').pluck()
  }

  insert(change: Change, parts: ChangeParts): void {
    const { seq, opId, origin } = change
    // prettier-ignore
    this.#insert.run(
      seq, parts.document, change.version, change.baseVersion, parts.previous, KINDS.indexOf(change.kind), PRIORITIES.indexOf(change.priority),
      change.at, change.hlc, this.#names.idOf(change.actor), this.#names.idOf(origin), isForeign(change, this.#storeId) ? opId : null,
      change.batch ?? null, change.reason ?? null, change.cause ?? null,
      parts.size, parts.hash, parts.chain, parts.metadata, parts.form, parts.body,
    )
  }

  get(seq: number): ChangeRow | undefined {
    return this.#at.get(seq)
  }

  getKeyed(seq: number): KeyedChangeRow | undefined {
    return this.#keyed.get(seq)
  }

  /** Rows after a position and up to another, ascending. */
  page(after: number, upTo: number, limit: number): readonly KeyedChangeRow[] {
    return this.#page.all(after, upTo, limit)
  }

  timeOf(seq: number): number | undefined {
    return this.#time.get(seq)
  }

  last(): ChangeRow | undefined {
    return this.#last.get()
  }

  /** Where an operation lies that was made elsewhere. */
  seqOfOperation(opId: string): number | undefined {
    return this.#byOperation.get(opId)
  }

  /** Replaces what a row holds of its value; the chain does not cover it. */
  setBody(seq: number, form: number, body: string | null): void {
    this.#setBody.run(form, body, seq)
  }

  /** Makes a row the first of its key: what was before it is gone. */
  cut(seq: number): void {
    this.#cut.run(seq)
  }

  remove(seq: number): void {
    this.#remove.run(seq)
  }

  summary(row: ChangeRow, key: string): ChangeSummary {
    const origin = this.#names.nameOf(row.origin)
    return {
      seq: row.seq,
      opId: row.op_id ?? localOpId(this.#storeId, row.seq),
      key,
      version: row.version,
      baseVersion: row.base_version,
      kind: KINDS[row.kind] ?? 'set',
      deleted: row.hash === null,
      actor: this.#names.nameOf(row.actor),
      origin,
      at: row.at,
      hlc: row.hlc,
      priority: PRIORITIES[row.priority] ?? 'normal',
      ...(row.batch === null ? {} : { batch: row.batch }),
      ...(row.reason === null ? {} : { reason: row.reason }),
      ...(row.cause === null ? {} : { cause: row.cause }),
    }
  }

  entry(row: KeyedChangeRow): HistoryEntry {
    const readable = row.hash === null || row.version >= row.readable_from
    return { ...this.summary(row, row.key), hash: row.hash ?? undefined, sizeBytes: row.size, readable }
  }
}
