import { patch, type Delta } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { canonicalText, parseCanonical, rememberHash, type Hash, type JsonValue } from '../../core/json/index.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import type { Change } from '../../core/log/change.ts'
import type { ChangeRow, ChangeTable, KeyedChangeRow } from './change-table.ts'
import { corruptValue, parseMetadata, type DocumentEntry } from './document-table.ts'
import { KEYFRAME_EVERY, type KeyframeTable } from './keyframe-table.ts'
import type { Names } from './names.ts'
import { FORM } from './schema.ts'

/**
 * Makes old versions again. The current document and the keyframes are landmarks; from the nearest one above, the links
 * to the predecessor lead down to the version, and on to the nearest whole value, from which the deltas lead up again.
 */
export class VersionReader {
  readonly #changes: ChangeTable
  readonly #keyframes: KeyframeTable
  readonly #names: Names
  readonly #hash: Hash

  constructor(parts: { readonly changes: ChangeTable; readonly keyframes: KeyframeTable; readonly names: Names; readonly hash: Hash }) {
    this.#changes = parts.changes
    this.#keyframes = parts.keyframes
    this.#names = parts.names
    this.#hash = parts.hash
  }

  /** The row of a version, or undefined when the key never had it or it lies below the horizon. */
  rowOfVersion(entry: DocumentEntry, version: number): ChangeRow | undefined {
    if (version > entry.document.version) return undefined
    const landmark = this.#keyframes.seqFromVersion(entry.id, version) ?? entry.document.seq
    const row = this.#walkDown(landmark, (candidate) => candidate.version <= version)
    return row?.version === version ? row : undefined
  }

  /** The row of the lowest version that is not below another. */
  firstRowFrom(entry: DocumentEntry, version: number): ChangeRow | undefined {
    const landmark = this.#keyframes.seqFromVersion(entry.id, version) ?? entry.document.seq
    let row = this.#changes.get(landmark)
    for (let below = row && this.#changes.get(row.previous); below && below.version >= version; below = this.#changes.get(below.previous)) row = below
    return row
  }

  /** Position of the key's newest version below another; 0 when there is none. */
  seqBelow(entry: DocumentEntry, version: number): number {
    if (version > entry.document.version) return entry.document.seq
    const landmark = this.#keyframes.seqFromVersion(entry.id, version) ?? entry.document.seq
    return this.#walkDown(landmark, (candidate) => candidate.version < version)?.seq ?? 0
  }

  /** The key's last row at or before a position. */
  rowAt(entry: DocumentEntry, seq: number): ChangeRow | undefined {
    if (entry.createdSeq > seq) return undefined
    const landmark = this.#keyframes.seqAfter(entry.id, seq) ?? entry.document.seq
    return this.#walkDown(Math.min(landmark, entry.document.seq), (candidate) => candidate.seq <= seq)
  }

  /** The document as a row of its key left it. Throws E_COMPACTED and E_STORE_CORRUPT. */
  documentOf(entry: DocumentEntry, row: ChangeRow): StoredDocument {
    const { key, createdAt } = entry.document
    if (row.version < entry.readableFrom) throw compacted(entry, row.version)
    const value = row.hash === null ? undefined : this.#rebuild(entry, row)
    if (value !== undefined) this.#check(key, value, row.hash)
    const actor = this.#names.nameOf(row.actor)
    return { key, version: row.version, seq: row.seq, value, metadata: parseMetadata(row.metadata), actor, createdAt, updatedAt: row.at }
  }

  /** Rows of the log in order as changes, values and all. Neighbouring versions of a key build on each other. */
  changesOf(rows: readonly KeyedChangeRow[], entryOf: (key: string) => DocumentEntry | undefined): readonly Change[] {
    const known = new Map<number, StoredDocument>()
    return rows.map((row) => {
      const entry = entryOf(row.key)
      if (!entry) throw corruptValue(row.key)
      const before = known.get(row.document)
      const document = (before && this.#next(before, row)) ?? this.documentOf(entry, row)
      known.set(row.document, document)
      const { value, metadata } = document
      return { ...this.#changes.summary(row, row.key), value, metadata }
    })
  }

  /** The document after a row that carries a delta on the version before; undefined when the row says it otherwise. */
  #next(before: StoredDocument, row: KeyedChangeRow): StoredDocument | undefined {
    if (row.form !== FORM.delta || row.body === null || before.seq !== row.previous || before.value === undefined) return undefined
    const value = patch(before.value, parseCanonical(row.body) as Delta)
    this.#check(row.key, value, row.hash)
    const metadata = parseMetadata(row.metadata)
    return { ...before, version: row.version, seq: row.seq, value, metadata, actor: this.#names.nameOf(row.actor), updatedAt: row.at }
  }

  #rebuild(entry: DocumentEntry, row: ChangeRow): JsonValue {
    const deltas: string[] = []
    for (let step: ChangeRow | undefined = row; step; step = this.#changes.get(step.previous)) {
      const whole = this.#wholeAt(entry, step)
      if (whole !== undefined) return applyAll(parseCanonical(whole), deltas)
      if (step.body === null) break
      deltas.push(step.body)
    }
    throw corruptValue(entry.document.key)
  }

  #wholeAt(entry: DocumentEntry, row: ChangeRow): string | undefined {
    if (row.form === FORM.whole) return row.body ?? undefined
    return row.version % KEYFRAME_EVERY === 0 ? this.#keyframes.get(entry.id, row.version)?.value : undefined
  }

  #walkDown(from: number, arrived: (row: ChangeRow) => boolean): ChangeRow | undefined {
    let row = this.#changes.get(from)
    while (row && !arrived(row)) row = this.#changes.get(row.previous)
    return row
  }

  #check(key: string, value: JsonValue, hash: string | null): void {
    const digest = this.#hash(canonicalText(value))
    if (digest !== (hash ?? undefined)) throw corruptValue(key)
    rememberHash(value, this.#hash, digest)
  }
}

/** Deltas were gathered from the newest down, so the last one is the first to apply. */
function applyAll(base: JsonValue, deltas: readonly string[]): JsonValue {
  return deltas.reduceRight((value, delta) => patch(value, parseCanonical(delta) as Delta), base)
}

export function compacted(entry: DocumentEntry, version: number): SrvraError {
  const { key } = entry.document
  const message = `Version ${version} of '${key}' has been compacted away; the oldest that can be read is ${entry.readableFrom}.`
  return new SrvraError('E_COMPACTED', message, { key, version, oldest: entry.readableFrom })
}
