import type { DocumentReads } from '../permitted/document-reads.ts'

/** Instants whose count is remembered: the slider goes back and forth over the same ones. */
const REMEMBERED = 32
const EXAMINE = 500

interface Count {
  documents: number
  cursor: string | undefined
  done: boolean
}

/** Counts the documents that were live after a change. Nothing keeps such a number, so it takes a scan, once. */
export class TotalsAtInstants {
  readonly #storage: DocumentReads
  readonly #counts = new Map<number, Count>()

  constructor(storage: DocumentReads) {
    this.#storage = storage
  }

  /** Counts on a little; the number once it is known. */
  count(atSeq: number): number | undefined {
    const count = this.#countOf(atSeq)
    if (count.done) return count.documents
    const slice = this.#storage.scan(
      { filter: { terms: [] }, sort: 'key', atSeq },
      { examine: EXAMINE, ...(count.cursor === undefined ? {} : { cursor: count.cursor }) },
    )
    count.documents += slice.ids.length
    count.cursor = slice.cursor
    count.done = slice.cursor === undefined
    return count.done ? count.documents : undefined
  }

  #countOf(atSeq: number): Count {
    const count = this.#counts.get(atSeq) ?? { documents: 0, cursor: undefined, done: false }
    this.#counts.delete(atSeq)
    this.#counts.set(atSeq, count)
    for (const seq of this.#counts.keys()) {
      if (this.#counts.size > REMEMBERED) this.#counts.delete(seq)
    }
    return count
  }
}
