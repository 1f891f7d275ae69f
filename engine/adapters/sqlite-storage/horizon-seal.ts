import type { Hash } from '../../core/json/index.ts'
import { chainLink } from '../../core/log/chain.ts'
import { StateDigest } from '../../core/log/digest.ts'
import type { ChangeRow, ChangeTable } from './change-table.ts'
import type { DocumentLine } from './document-entry.ts'

/**
 * Seals the changes that are kept from below the horizon. The chain no longer reaches them, so that they, and when their
 * documents began, are summed up in one number that does not depend on their order.
 */
export class HorizonSeal {
  readonly #hash: Hash
  readonly #sum: StateDigest

  constructor(hash: Hash) {
    this.#hash = hash
    this.#sum = new StateDigest(hash)
  }

  add(changes: ChangeTable, line: DocumentLine, row: ChangeRow): void {
    const header = chainLink(
      '',
      changes.summary(row, line.key),
      { hash: row.hash, sizeBytes: row.size, metadata: row.metadata },
      this.#hash,
    )
    this.#sum.add(line.key, row.version, `${header} ${line.createdSeq} ${line.createdAt}`)
  }

  toString(): string {
    return this.#sum.toString()
  }
}
