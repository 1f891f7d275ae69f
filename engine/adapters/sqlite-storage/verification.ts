import { patch, type Delta } from '../../core/delta/index.ts'
import { canonicalText, parseCanonical, type Hash, type JsonValue } from '../../core/json/index.ts'
import { chainLink } from '../../core/log/chain.ts'
import { StateDigest } from '../../core/log/digest.ts'
import type { Progress, VerifyProblem, VerifyReport } from '../../ports/storage.ts'
import type { KeyedChangeRow } from './change-table.ts'
import type { LogHead } from './log-head.ts'
import { ancestors } from './prefix-table.ts'
import { FORM } from './schema.ts'
import type { Tables } from './tables.ts'

const SLICE = 500
/** A damaged file may have a problem in each row: the first ones say enough. */
const MOST_PROBLEMS = 1_000
/** Values of the keys seen last, to apply the next delta to; a key that comes back later is read anew. */
const MOST_VALUES = 20_000

export interface VerificationParts {
  readonly tables: Tables
  readonly hash: Hash
  readonly head: LogHead
}

/** Recomputes the chain, every value that the log can still lead to, the current documents and what is counted of them. */
export function* verify(parts: VerificationParts): Generator<Progress, VerifyReport> {
  const problems: VerifyProblem[] = []
  const note = (code: string, message: string, where: Omit<VerifyProblem, 'code' | 'message'> = {}): void => {
    if (problems.length < MOST_PROBLEMS) problems.push({ code, message, ...where })
  }
  const documents = parts.tables.documents.lastId()
  const horizon = parts.tables.meta.horizon
  const total = parts.head.seq - horizon.seq + documents
  const log = new LogCheck(parts, note)
  let after = 0
  for (let rows = log.page(after); rows.length > 0; rows = log.page(after)) {
    for (const row of rows) log.check(row)
    after = rows.at(-1)?.seq ?? after
    yield { done: Math.max(0, after - horizon.seq), total }
  }
  log.end()
  const state = new DocumentCheck(parts, note)
  for (let id = 0; id < documents; id += SLICE) {
    state.check(id, Math.min(documents, id + SLICE))
    yield { done: parts.head.seq - horizon.seq + Math.min(documents, id + SLICE), total }
  }
  state.end()
  return { changes: parts.head.seq - horizon.seq, documents: state.live, chainHead: parts.head.chain, digest: state.digest.toString(), problems }
}

type Note = (code: string, message: string, where?: Omit<VerifyProblem, 'code' | 'message'>) => void

class LogCheck {
  readonly #parts: VerificationParts
  readonly #note: Note
  readonly #values = new Map<number, JsonValue | undefined>()
  readonly #atHorizon: StateDigest
  #chain: string
  #seq: number
  #broken = false

  constructor(parts: VerificationParts, note: Note) {
    this.#parts = parts
    this.#note = note
    const { chain, seq } = parts.tables.meta.horizon
    this.#chain = chain
    this.#seq = seq
    this.#atHorizon = new StateDigest(parts.hash)
  }

  page(after: number): readonly KeyedChangeRow[] {
    return this.#parts.tables.changes.page(after, this.#parts.head.seq, SLICE)
  }

  check(row: KeyedChangeRow): void {
    if (row.seq > this.#parts.tables.meta.horizon.seq) this.#checkLink(row)
    else if (row.hash) this.#atHorizon.add(row.key, row.version, row.hash)
    this.#checkValue(row)
  }

  end(): void {
    const { head, tables } = this.#parts
    if (this.#seq !== head.seq) this.#note('E_GAP', `Changes ${this.#seq + 1} to ${head.seq} are missing.`, { seq: this.#seq + 1 })
    const { digest } = tables.meta.horizon
    if (digest !== '' && digest !== this.#atHorizon.toString()) this.#note('E_HORIZON', 'The state at the horizon is not the one that was compacted.')
  }

  /** After the first broken link every later one would differ, too: only the first is named. */
  #checkLink(row: KeyedChangeRow): void {
    if (row.seq !== this.#seq + 1) this.#note('E_GAP', `Changes ${this.#seq + 1} to ${row.seq - 1} are missing.`, { seq: this.#seq + 1 })
    this.#seq = row.seq
    const summary = this.#parts.tables.changes.summary(row, row.key)
    const link = chainLink(this.#chain, summary, { hash: row.hash, metadata: row.metadata }, this.#parts.hash)
    const stored = row.chain
    if (link !== stored && !this.#broken) {
      this.#note('E_CHAIN', `Change ${row.seq} of '${row.key}' is not the one that was written, or one before it is missing.`, { seq: row.seq, key: row.key })
      this.#broken = true
    }
    this.#chain = stored
  }

  #checkValue(row: KeyedChangeRow): void {
    if (row.version < row.readable_from) return
    try {
      const value = this.#valueOf(row)
      this.#remember(row.document, value)
      const digest = value === undefined ? undefined : this.#parts.hash(canonicalText(value))
      if (digest !== (row.hash ?? undefined)) this.#noteValue(row)
    } catch {
      // Whatever a damaged body makes the reader throw, what it means is the same.
      this.#noteValue(row)
    }
  }

  #valueOf(row: KeyedChangeRow): JsonValue | undefined {
    if (row.hash === null) return undefined
    if (row.form === FORM.whole && row.body !== null) return parseCanonical(row.body)
    const before = this.#values.get(row.document)
    if (before !== undefined && row.body !== null) return patch(before, parseCanonical(row.body) as Delta)
    const entry = this.#parts.tables.documents.peek(row.key)
    return entry && this.#parts.tables.versions.documentOf(entry, row).value
  }

  #remember(document: number, value: JsonValue | undefined): void {
    this.#values.delete(document)
    this.#values.set(document, value)
    if (this.#values.size > MOST_VALUES) this.#values.delete(this.#values.keys().next().value as number)
  }

  #noteValue(row: KeyedChangeRow): void {
    this.#values.delete(row.document)
    this.#note('E_VALUE', `Version ${row.version} of '${row.key}' can not be made again as it was written.`, { seq: row.seq, key: row.key })
  }
}

class DocumentCheck {
  readonly digest: StateDigest
  live = 0
  readonly #parts: VerificationParts
  readonly #note: Note
  readonly #under = new Map<string, number>()

  constructor(parts: VerificationParts, note: Note) {
    this.#parts = parts
    this.#note = note
    this.digest = new StateDigest(parts.hash)
  }

  check(after: number, upTo: number): void {
    const { documents, changes } = this.#parts.tables
    for (const row of documents.rows(after, upTo)) {
      const hash = row.value === null ? undefined : this.#parts.hash(row.value)
      const last = changes.get(row.seq)
      const says = last && last.document === row.id && last.version === row.version ? (last.hash ?? undefined) : null
      if (hash !== (row.hash ?? undefined) || says !== hash || last?.metadata !== row.metadata) {
        this.#note('E_DOCUMENT', `The current value of '${row.key}' is not the one that the log leads to.`, { key: row.key, seq: row.seq })
      }
      if (hash === undefined) continue
      this.live += 1
      this.digest.add(row.key, row.version, hash)
      for (const path of ancestors(row.key)) this.#under.set(path, (this.#under.get(path) ?? 0) + 1)
    }
  }

  end(): void {
    for (const { path, documents } of this.#parts.tables.prefixes.all()) {
      if (documents !== (this.#under.get(path) ?? 0)) this.#note('E_COUNT', `The number of documents under '${path}' is wrong: ${documents} instead of ${this.#under.get(path) ?? 0}.`)
      this.#under.delete(path)
    }
    for (const path of this.#under.keys()) this.#note('E_COUNT', `The documents under '${path}' are not counted.`)
  }
}

/** The digest of the current state alone. */
export function stateDigest(tables: Tables, hash: Hash): string {
  const digest = new StateDigest(hash)
  const last = tables.documents.lastId()
  for (let id = 0; id < last; id += SLICE) {
    for (const row of tables.documents.rows(id, Math.min(last, id + SLICE))) {
      if (row.hash) digest.add(row.key, row.version, row.hash)
    }
  }
  return digest.toString()
}
