import type { Change } from '../core/log/change.ts'
import { compareCodePoints } from '../core/query/index.ts'
import type { StoredDocument } from '../ports/storage.ts'

/** What a log means, told the plain way: by looking through all of it. The measure for every store. */
export class LogOracle {
  readonly #changes: readonly Change[]

  constructor(changes: readonly Change[]) {
    this.#changes = changes
  }

  /** The changes of a key up to a position, oldest first. */
  line(key: string, seq = Number.POSITIVE_INFINITY): readonly Change[] {
    return this.#changes.filter((change) => change.key === key && change.seq <= seq)
  }

  documentAt(key: string, seq?: number): StoredDocument | undefined {
    const line = this.line(key, seq)
    const last = line.at(-1)
    return last && this.document(last)
  }

  /** The document as a change left it. */
  document(change: Change): StoredDocument {
    const { key, version, seq, value, metadata, actor, at } = change
    return { key, version, seq, value, metadata, actor, createdAt: this.line(key)[0]?.at ?? at, updatedAt: at }
  }

  /** All keys that had existed by a position, deleted or not, in order. */
  keys(seq = Number.POSITIVE_INFINITY): readonly string[] {
    const keys = new Set(this.#changes.filter((change) => change.seq <= seq).map(({ key }) => key))
    return [...keys].toSorted(compareCodePoints)
  }

  /** All documents that were alive at a position, by key. */
  liveDocuments(seq?: number): readonly StoredDocument[] {
    return this.keys(seq).flatMap((key) => {
      const document = this.documentAt(key, seq)
      return document?.value === undefined ? [] : [document]
    })
  }
}
