import { sizeBytes } from '../../core/json/index.ts'
import { ABSENT } from '../../core/session/key-state.ts'
import type { RecordWrite } from '../../ports/storage.ts'
import { acknowledgementRecord } from './replica-records.ts'
import type { Acknowledgement, ReplicaRecords } from './replica-records.ts'

/** How much of what the hub has taken in is remembered, for the case that it is restored to before that. */
export interface AcknowledgedLimits {
  readonly operations: number
  readonly bytes: number
  readonly ageMs: number
}

const DAY_MS = 86_400_000
export const ACKNOWLEDGED_LIMITS: AcknowledgedLimits = { operations: 10_000, bytes: 32 * 1024 * 1024, ageMs: 30 * DAY_MS }

/** An acknowledgement as the index has it. */
interface Indexed {
  readonly opId: string
  readonly key: string
  readonly conflict: boolean
  readonly seq: number | undefined
  readonly at: number
  readonly bytes: number
  readonly due: boolean
}

/** What a commit does to what is remembered: the records to write with it, and what to do once it is through. */
export interface AcknowledgedPlan {
  readonly records: readonly RecordWrite[]
  readonly committed: () => void
}

/**
 * The own writes that the hub has taken in: of each document the last one, and every one that it keeps as a conflict. They
 * are what a hub that is restored to before them has lost, and nobody else brings back (P-143). The oldest go first.
 */
export class Acknowledged {
  readonly #records: ReplicaRecords
  readonly #limits: AcknowledgedLimits
  /** The oldest first. */
  readonly #index = new Map<string, Indexed>()
  /** Of each key the last operation that became part of it. */
  readonly #last = new Map<string, string>()
  readonly #due = new Set<string>()
  #bytes = 0

  constructor(records: ReplicaRecords, limits = ACKNOWLEDGED_LIMITS) {
    this.#records = records
    this.#limits = limits
    const known = [...records.acknowledgements()].map(indexed).toSorted((a, b) => a.at - b.at || (a.seq ?? 0) - (b.seq ?? 0))
    for (const each of known) this.#put(each)
  }

  get size(): number {
    return this.#index.size
  }

  /** Ids of those that the hub lost and that are not brought back yet, the oldest first. */
  get due(): ReadonlySet<string> {
    return this.#due
  }

  read(opId: string): Acknowledgement | undefined {
    return this.#index.has(opId) ? this.#records.acknowledgement(opId) : undefined
  }

  /** Remembers some, forgets others, and those that are too old or too many. */
  plan(remembered: readonly Acknowledgement[], forgotten: readonly string[] = [], now = 0): AcknowledgedPlan {
    const put = remembered.map((each) => ({ each: asKept(each), entry: indexed(asKept(each)) }))
    const gone = new Set([...forgotten, ...put.flatMap(({ entry }) => this.#supersededBy(entry))])
    for (const opId of this.#beyondLimits(
      put.map(({ entry }) => entry),
      gone,
      now,
    ))
      gone.add(opId)
    const kept = put.filter(({ entry }) => !gone.has(entry.opId))
    const records = [
      ...[...gone].filter((opId) => this.#index.has(opId)).map((opId) => acknowledgementRecord(opId, undefined)),
      ...kept.map(({ each }) => acknowledgementRecord(each.operation.opId, each)),
    ]
    const committed = (): void => {
      for (const opId of gone) this.#remove(opId)
      for (const { entry } of kept) this.#put(entry)
    }
    return { records, committed }
  }

  /** Marks those as lost that the hub took in after the last position that it shares with the life that it had. */
  lose(shared: number): AcknowledgedPlan & { readonly lost: number } {
    const lost = [...this.#index.values()].filter(({ seq, conflict, due }) => due || isBeyond(seq, conflict, shared))
    const marked = lost.flatMap(({ opId }) => {
      const known = this.#records.acknowledgement(opId)
      return known ? [{ ...known, since: Math.min(shared, known.since ?? shared) }] : []
    })
    const records = marked.map((each) => acknowledgementRecord(each.operation.opId, each))
    const committed = (): void => {
      for (const each of marked) this.#put(indexed(each))
    }
    return { records, committed, lost: marked.length }
  }

  /** Of two that became part of a document the later one counts; one that is to be brought back is none of them. */
  #supersededBy({ key, conflict, opId, seq = 0 }: Indexed): readonly string[] {
    if (conflict) return []
    const other = this.#index.get(this.#last.get(key) ?? '')
    if (!other || other.due || other.opId === opId) return []
    return [(other.seq ?? 0) >= seq ? opId : other.opId]
  }

  /** What is to be brought back is never let go. */
  #beyondLimits(added: readonly Indexed[], gone: ReadonlySet<string>, now: number): readonly string[] {
    const { operations, bytes, ageMs } = this.#limits
    let count = this.#index.size - gone.size + added.length
    let total = this.#bytes + added.reduce((sum, entry) => sum + entry.bytes, 0)
    const beyond: string[] = []
    for (const entry of this.#oldestAnd(added)) {
      if (count <= operations && total <= bytes && entry.at >= now - ageMs) break
      if (entry.due || gone.has(entry.opId)) continue
      beyond.push(entry.opId)
      count--
      total -= entry.bytes
    }
    return beyond
  }

  *#oldestAnd(added: readonly Indexed[]): Generator<Indexed> {
    yield* this.#index.values()
    yield* added
  }

  #put(entry: Indexed): void {
    this.#remove(entry.opId)
    this.#index.set(entry.opId, entry)
    this.#bytes += entry.bytes
    if (entry.due) this.#due.add(entry.opId)
    if (!entry.conflict) this.#last.set(entry.key, entry.opId)
  }

  #remove(opId: string): void {
    const entry = this.#index.get(opId)
    if (!entry) return
    this.#index.delete(opId)
    this.#due.delete(opId)
    this.#bytes -= entry.bytes
    if (this.#last.get(entry.key) === opId) this.#last.delete(entry.key)
  }
}

/** A restored hub may have kept its records from before a conflict and its log from after it: at the position itself it is in doubt. */
function isBeyond(seq: number | undefined, conflict: boolean, shared: number): boolean {
  return seq === undefined || (conflict ? seq >= shared : seq > shared)
}

/** Of what became part of a document only the result matters; of a conflict also what its author saw. */
function asKept(acknowledgement: Acknowledgement): Acknowledgement {
  const { operation, conflict } = acknowledgement
  return conflict ? acknowledgement : { ...acknowledgement, operation: { ...operation, over: ABSENT } }
}

function indexed({ operation, key, conflict, seq, at, since }: Acknowledgement): Indexed {
  const { value, over } = operation
  const bytes = sizeOf(value.value) + sizeOf(over.value)
  return { opId: operation.opId, key, conflict, seq, at, bytes, due: since !== undefined }
}

function sizeOf(value: Acknowledgement['operation']['value']['value']): number {
  return value === undefined ? 0 : sizeBytes(value)
}
