import { StateDigest } from '../../../core/log/digest.ts'
import type { DocumentRow } from '../document-table.ts'
import { addToDigest } from '../state-digest.ts'
import type { Problems } from './problems.ts'
import type { Check, VerificationParts } from './check.ts'

const SLICE = 500

/** Holds every document against the log: it must be what its last change says. Sums up the state on the way. */
export class DocumentCheck implements Check {
  /** Digest of the state when the verification began. */
  readonly digest: StateDigest
  live = 0
  readonly #parts: VerificationParts
  readonly #problems: Problems
  #after = 0
  #looked = 0

  constructor(parts: VerificationParts, problems: Problems) {
    this.#parts = parts
    this.#problems = problems
    this.digest = new StateDigest(parts.hash)
  }

  step(): number | undefined {
    const rows = this.#parts.tables.documents.rows(this.#after, SLICE)
    for (const row of rows) {
      if (!this.#isRight(row))
        this.#problems.note('E_DOCUMENT', `'${row.key}' is not what the log leads to.`, { key: row.key, seq: row.seq })
    }
    this.#after = rows.at(-1)?.id ?? this.#after
    this.#looked += rows.length
    return rows.length === 0 ? undefined : this.#looked
  }

  #isRight(row: DocumentRow): boolean {
    const { tables, hash, head } = this.#parts
    try {
      if (addToDigest(this.digest, tables, row, head.seq)) this.live += 1
    } catch {
      // A history that does not hang together: LogCheck names the change.
      return false
    }
    const last = tables.changes.get(row.seq)
    const digest = row.value === null ? null : hash(row.value)
    const sameState = digest === row.hash && last?.hash === digest && last.metadata === row.metadata
    const sameChange =
      last?.document === row.id && last.version === row.version && last.at === row.updatedAt && last.actor === row.actor
    return sameState && sameChange && this.#beginsRight(row)
  }

  /** The first change tells when a document began; where that was compacted away, the seal at the horizon covers it. */
  #beginsRight(row: DocumentRow): boolean {
    const { changes, versions, meta } = this.#parts.tables
    if (row.createdSeq <= meta.horizon.seq) return versions.rowAt(row, meta.horizon.seq) !== undefined
    const first = changes.get(row.createdSeq)
    return first?.document === row.id && first.previous === 0 && first.at === row.createdAt
  }
}
