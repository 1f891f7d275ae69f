import type { OperationTrace } from '../../ports/storage.ts'
import type { Connection } from './open-database.ts'
import { KINDS } from './schema.ts'

interface Row {
  readonly seq: number
  readonly key: string
  readonly version: number
  readonly kind: number
  readonly hash: string | null
}

/** Ids of operations whose changes compaction let go. They are kept for so long after that. */
const KEPT_MS = 400 * 24 * 3_600_000

/** Operations that are no longer in the log: one that comes again after that is still known. */
export class OperationTable {
  readonly #find
  readonly #keep
  readonly #prune

  constructor(database: Connection) {
    this.#find = database.prepare<[string], Row>(
      'SELECT o.seq, d.key, o.version, o.kind, o.hash FROM operations o JOIN documents d ON d.id = o.document WHERE op_id = ?',
    )
    this.#keep = database.prepare<[number]>(
      'INSERT OR IGNORE INTO operations (op_id, seq, document, version, kind, hash, at) SELECT op_id, seq, document, version, kind, hash, at FROM changes WHERE seq = ? AND op_id IS NOT NULL',
    )
    this.#prune = database.prepare<[number]>('DELETE FROM operations WHERE at < ?')
  }

  find(opId: string): OperationTrace | undefined {
    const row = this.#find.get(opId)
    if (!row) return undefined
    const { seq, key, version, kind, hash } = row
    return { seq, key, version, kind: KINDS[kind] ?? 'set', hash: hash ?? undefined }
  }

  /** To be called before a change is taken out of the log. */
  keep(seq: number): void {
    this.#keep.run(seq)
  }

  /** Lets go of what is old, as of the log's newest time. */
  prune(newestAt: number): void {
    this.#prune.run(newestAt - KEPT_MS)
  }
}
