import { canonicalText, type Hash, type JsonValue } from '../../core/json/index.ts'
import type { CompactionPlan, CompactionReport, Progress } from '../../ports/storage.ts'
import type { ChangeRow } from './change-table.ts'
import type { DocumentLine } from './document-entry.ts'
import { HorizonSeal } from './horizon-seal.ts'
import type { Horizon } from './meta-table.ts'
import { FORM } from './schema.ts'
import type { Tables } from './tables.ts'

/** Documents, and rows of the log, in one transaction: some milliseconds, so that others get their turn in between. */
const SLICE = 200
const SLICE_ROWS = 1000

export interface CompactionParts {
  readonly tables: Tables
  readonly hash: Hash
  readonly plan: CompactionPlan
  readonly seqAt: (at: number) => number
  readonly inTransaction: <Result>(work: () => Result) => Result
}

/**
 * Lets go of old values and old changes, key by key (L-24, L-25). The newest change of each key at or below the horizon
 * stays; the chain goes on from its link at the horizon. Cut off in the middle, it leaves a store that is whole, and the
 * next compaction finishes the work.
 */
export function* compact(parts: CompactionParts): Generator<Progress, CompactionReport> {
  const { tables, hash, inTransaction } = parts
  const horizon = nextHorizon(parts)
  const seal = new HorizonSeal(hash)
  const run = new KeyCompaction(parts, horizon.seq, seal)
  const total = tables.documents.lastId()
  // The horizon moves first: a reader between two slices must not be promised what the next slice takes.
  if (horizon.seal === '') inTransaction(() => (tables.meta.horizon = horizon))
  for (let after = 0; after < total;) {
    after = inTransaction(() => run.slice(after)) ?? total
    yield { done: Math.min(after, total), total }
  }
  if (horizon.seq > 0) inTransaction(() => tables.operations.prune(horizon.at))
  if (horizon.seal === '' && horizon.seq > 0) inTransaction(() => (tables.meta.horizon = { ...horizon, seal: seal.toString() }))
  return { horizon: { seq: horizon.seq, at: horizon.at }, ...run.tally }
}

/** Where the log shall begin. Without a seal: the work up to there is still to be done. */
function nextHorizon({ tables, plan, seqAt }: CompactionParts): Horizon {
  const now = tables.meta.horizon
  const target = plan.before === undefined ? now.seq : seqAt(plan.before)
  const row = target > now.seq ? tables.changes.get(target) : undefined
  return row ? { seq: row.seq, at: row.at, chain: row.chain, seal: '' } : now
}

interface Tally {
  removedChanges: number
  trimmedVersions: number
  freedBytes: number
}

/** What goes of each key. */
class KeyCompaction {
  readonly tally: Tally = { removedChanges: 0, trimmedVersions: 0, freedBytes: 0 }
  readonly #parts: CompactionParts
  readonly #horizonSeq: number
  readonly #seal: HorizonSeal

  constructor(parts: CompactionParts, horizonSeq: number, seal: HorizonSeal) {
    this.#parts = parts
    this.#horizonSeq = horizonSeq
    this.#seal = seal
  }

  /** Goes on after a document; answers the last one that was done, or undefined at the end. */
  slice(after: number): number | undefined {
    const { documents } = this.#parts.tables
    const enough = this.#rows + SLICE_ROWS
    for (const line of documents.lines(after, SLICE)) {
      this.#compactKey(line)
      after = line.id
      if (this.#rows >= enough) return after
    }
    return after < documents.lastId() ? after : undefined
  }

  get #rows(): number {
    return this.tally.removedChanges + this.tally.trimmedVersions
  }

  #compactKey(line: DocumentLine): void {
    const { tables, plan } = this.#parts
    const floor = line.createdSeq <= this.#horizonSeq ? tables.versions.rowAt(line, this.#horizonSeq) : undefined
    const border = this.#border(line, plan.keepVersionsOf?.(line.key) ?? plan.keepVersions)
    const oldest = border && border.version > (floor?.version ?? 0) ? border : floor
    const moves = oldest !== undefined && oldest.version > line.readableFrom
    if (moves) this.#makeWhole(line, oldest)
    if (floor) this.#removeBelow(line, floor)
    if (moves) this.#trimBelow(line, oldest)
  }

  /** The key's oldest version that is to be readable; undefined when all that are may stay. */
  #border(line: DocumentLine, keep: number | undefined): ChangeRow | undefined {
    const { versions } = this.#parts.tables
    // Most keys have no more versions than that, and need no look at their history.
    if (keep === undefined || line.version - line.readableFrom < Math.max(1, keep)) return undefined
    let row = versions.rowUpToVersion(line, line.version)
    for (let kept = 1; row && kept < keep; kept += 1) row = versions.before(line, row)
    return row
  }

  #makeWhole(line: DocumentLine, row: ChangeRow): void {
    if (row.form === FORM.whole || row.hash === null) return
    const { changes, versions } = this.#parts.tables
    const text = canonicalText(versions.valueOf(line, row) as JsonValue)
    changes.setBody(row.seq, FORM.whole, text)
    this.tally.freedBytes += bytesOf(row.body) - bytesOf(text)
  }

  /** Takes the key's changes below its newest one at the horizon altogether. */
  #removeBelow(line: DocumentLine, floor: ChangeRow): void {
    const { changes, versions, keyframes, operations } = this.#parts.tables
    this.#seal.add(changes, line, floor)
    if (floor.previous === 0) return
    for (let row = versions.before(line, floor); row; row = versions.before(line, row)) {
      operations.keep(row.seq)
      changes.remove(row.seq)
      this.tally.removedChanges += 1
      this.tally.freedBytes += bytesOf(row.body) + bytesOf(row.metadata)
    }
    changes.cut(floor.seq)
    keyframes.dropBelow(line.id, floor.seq)
  }

  /** Takes the values of the key's changes below a row; who and when stay. What is below a trimmed row has been trimmed. */
  #trimBelow(line: DocumentLine, oldest: ChangeRow): void {
    const { changes, versions, documents } = this.#parts.tables
    const first = changes.get(oldest.seq) as ChangeRow
    for (let row = versions.before(line, first); row; row = versions.before(line, row)) {
      if (row.hash === null) continue
      if (row.body === null) break
      changes.setBody(row.seq, FORM.none, null)
      this.tally.trimmedVersions += 1
      this.tally.freedBytes += bytesOf(row.body)
    }
    documents.setReadableFrom(line, oldest.version)
  }
}

function bytesOf(text: string | null): number {
  return text === null ? 0 : Buffer.byteLength(text)
}
