import { chainLink } from '../../../core/log/chain.ts'
import type { KeyedChangeRow } from '../change-table.ts'
import type { DocumentLine } from '../document-entry.ts'
import { HorizonSeal } from '../horizon-seal.ts'
import { KINDS } from '../schema.ts'
import type { Problems } from './problems.ts'
import type { Check, VerificationParts } from './check.ts'

const SLICE = 250

/** Walks the log from its beginning: the chain, the links between the versions of a key, every value that is kept. */
export class LogCheck implements Check {
  readonly #parts: VerificationParts
  readonly #problems: Problems
  readonly #seal: HorizonSeal
  #after = 0
  #seq: number
  #chain: string
  #broken = false

  constructor(parts: VerificationParts, problems: Problems) {
    this.#parts = parts
    this.#problems = problems
    this.#seal = new HorizonSeal(parts.hash)
    const { horizon } = parts.tables.meta
    this.#seq = horizon.seq
    this.#chain = horizon.chain
  }

  step(): number | undefined {
    const { tables, head } = this.#parts
    const rows = tables.changes.page(this.#after, head.seq, SLICE)
    for (const row of rows) this.#check(row)
    this.#after = rows.at(-1)?.seq ?? this.#after
    if (rows.length > 0) return this.#seq - tables.meta.horizon.seq
    this.#checkEnd()
    return undefined
  }

  #check(row: KeyedChangeRow): void {
    const { tables } = this.#parts
    const line = tables.documents.line(row.key)
    if (line?.id !== row.document) {
      this.#problems.note('E_INDEX', `'${row.key}' is not found by its key.`, { key: row.key, seq: row.seq })
      return
    }
    if (row.seq > tables.meta.horizon.seq) this.#checkLink(row)
    else this.#seal.add(tables.changes, line, row)
    this.#checkPredecessor(row, line)
    this.#checkValue(row)
    if (row.op_id !== null && tables.changes.seqOfOperation(row.op_id) !== row.seq)
      this.#problems.note('E_INDEX', `Operation ${row.op_id} is not found by its id.`, { seq: row.seq })
  }

  /** After the first broken link every later one would differ, too: only the first is named. */
  #checkLink(row: KeyedChangeRow): void {
    if (row.seq !== this.#seq + 1) this.#noteGap(row.seq - 1)
    this.#seq = row.seq
    const summary = this.#parts.tables.changes.summary(row, row.key)
    const link = chainLink(this.#chain, summary, { hash: row.hash, sizeBytes: row.size, metadata: row.metadata }, this.#parts.hash)
    if (link !== row.chain && !this.#broken) {
      this.#problems.note(
        'E_CHAIN',
        `Change ${row.seq} of '${row.key}' is not the one that was written, or one before it is missing.`,
        { seq: row.seq, key: row.key },
      )
      this.#broken = true
    }
    this.#chain = row.chain
  }

  #checkPredecessor(row: KeyedChangeRow, line: DocumentLine): void {
    const { changes, meta } = this.#parts.tables
    const before = row.previous === 0 ? undefined : changes.get(row.previous)
    // A key's history begins with its first change, or with the one that was kept at the horizon.
    const begins = row.previous === 0 && (line.createdSeq === row.seq || row.seq <= meta.horizon.seq)
    // Only an import or a restore may skip versions, and then it is based on the one before.
    const mayJump = KINDS[row.kind] === 'import' || KINDS[row.kind] === 'restore'
    const follows =
      before?.document === row.document &&
      row.previous < row.seq &&
      (before.version === row.version - 1 || (mayJump && before.version === row.base_version))
    if (!begins && !follows)
      this.#problems.note('E_LINK', `Change ${row.seq} of '${row.key}' does not lead to the version before it.`, {
        seq: row.seq,
        key: row.key,
      })
  }

  #checkValue(row: KeyedChangeRow): void {
    const gone = row.version < row.readable_from && row.hash !== null
    if (gone && row.body === null) return
    try {
      // A value below the ones that are promised should not be there.
      if (!gone) this.#parts.log.valueOf(row)
      else this.#noteValue(row)
    } catch {
      // Whatever a damaged value makes the reader throw, what it means is the same.
      this.#noteValue(row)
    }
  }

  #checkEnd(): void {
    const { tables, head } = this.#parts
    if (this.#seq !== head.seq) this.#noteGap(head.seq)
    const { seal } = tables.meta.horizon
    if (seal !== '' && seal !== this.#seal.toString())
      this.#problems.note('E_HORIZON', 'The changes that were kept at the horizon are not all there as they were.')
  }

  #noteGap(upTo: number): void {
    this.#problems.note('E_GAP', `Changes ${this.#seq + 1} to ${upTo} are missing.`, { seq: this.#seq + 1 })
  }

  #noteValue(row: KeyedChangeRow): void {
    this.#problems.note('E_VALUE', `Version ${row.version} of '${row.key}' cannot be made again as it was written.`, {
      seq: row.seq,
      key: row.key,
    })
  }
}
