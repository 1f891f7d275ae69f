import { patch, type Delta } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { canonicalText, parseCanonical, rememberHash, type Hash, type JsonValue } from '../../core/json/index.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import type { ChangeRow, ChangeTable } from './change-table.ts'
import { corruptHistory, corruptValue } from './corruption.ts'
import type { DocumentLine } from './document-entry.ts'
import { parseMetadata } from './document-table.ts'
import type { KeyframeTable } from './keyframe-table.ts'
import type { Names } from './names.ts'
import { FORM } from './schema.ts'

export interface VersionParts {
  readonly changes: ChangeTable
  readonly keyframes: KeyframeTable
  readonly names: Names
  readonly hash: Hash
}

/**
 * Makes old versions again. The newest version and the keyframes are landmarks; from the nearest one above, the links
 * to the predecessor lead down to the version, and on to the nearest whole value, from which the deltas lead up again.
 */
export class VersionReader {
  readonly #parts: VersionParts

  constructor(parts: VersionParts) {
    this.#parts = parts
  }

  /** The row of the key's newest version that is not above another; undefined when there is none. */
  rowUpToVersion(line: DocumentLine, version: number): ChangeRow | undefined {
    const landmark = version >= line.version ? line.seq : (this.#parts.keyframes.seqFromVersion(line.id, version) ?? line.seq)
    return this.#walkDown(line, landmark, (row) => row.version <= version)
  }

  /** The key's last row at or before a position. */
  rowAt(line: DocumentLine, seq: number): ChangeRow | undefined {
    if (line.createdSeq > seq) return undefined
    const landmark = seq >= line.seq ? line.seq : (this.#parts.keyframes.seqAfter(line.id, seq) ?? line.seq)
    return this.#walkDown(line, landmark, (row) => row.seq <= seq)
  }

  /** The row before another one of the same key. */
  before(line: DocumentLine, row: ChangeRow): ChangeRow | undefined {
    return row.previous === 0 ? undefined : this.#rowOf(line, row.previous, row.seq)
  }

  /** The document as a row of its key left it. Throws E_COMPACTED and E_STORE_CORRUPT. */
  documentOf(line: DocumentLine, row: ChangeRow): StoredDocument {
    const { key, createdAt } = line
    const { version, seq, at } = row
    return {
      key,
      version,
      seq,
      value: this.valueOf(line, row),
      metadata: parseMetadata(row.metadata),
      actor: this.#parts.names.nameOf(row.actor),
      createdAt,
      updatedAt: at,
    }
  }

  /** The value that a row of its key left; undefined after a deletion. Throws E_COMPACTED and E_STORE_CORRUPT. */
  valueOf(line: DocumentLine, row: ChangeRow): JsonValue | undefined {
    if (row.hash === null) return undefined
    if (row.version < line.readableFrom) throw compacted(line, row.version)
    return this.#checked(line, row, this.#rebuild(line, row))
  }

  /** The value that a row makes of the value before it, or undefined when the row does not build on that. */
  nextValue(line: DocumentLine, row: ChangeRow, before: JsonValue): JsonValue | undefined {
    if (row.form !== FORM.delta || row.body === null) return undefined
    return this.#checked(line, row, applyDelta(before, row.body))
  }

  #rebuild(line: DocumentLine, row: ChangeRow): JsonValue {
    const deltas: string[] = []
    for (let step: ChangeRow | undefined = row; step; step = this.before(line, step)) {
      if (step.body === null) break
      if (step.form === FORM.whole) return deltas.reduceRight(applyDelta, parseCanonical(step.body))
      deltas.push(step.body)
    }
    throw corruptValue(line.key)
  }

  #walkDown(line: DocumentLine, from: number, arrived: (row: ChangeRow) => boolean): ChangeRow | undefined {
    let row: ChangeRow | undefined = this.#rowOf(line, from, Number.POSITIVE_INFINITY)
    while (row && !arrived(row)) row = this.before(line, row)
    return row
  }

  /** A damaged link leads nowhere, to another key, or round in a circle. */
  #rowOf(line: DocumentLine, seq: number, below: number): ChangeRow {
    const row = this.#parts.changes.get(seq)
    if (row?.document !== line.id || seq >= below) throw corruptHistory(line.key, seq)
    return row
  }

  #checked(line: DocumentLine, row: ChangeRow, value: JsonValue): JsonValue {
    const { hash } = this.#parts
    const digest = hash(canonicalText(value))
    if (digest !== row.hash) throw corruptValue(line.key)
    rememberHash(value, hash, digest)
    return value
  }
}

function applyDelta(value: JsonValue, delta: string): JsonValue {
  return patch(value, parseCanonical(delta) as Delta)
}

export function compacted({ key, readableFrom }: DocumentLine, version: number): SrvraError {
  const message = `Version ${version} of '${key}' has been compacted away; the oldest that can be read is ${readableFrom}.`
  return new SrvraError('E_COMPACTED', message, { key, version, oldest: readableFrom })
}
