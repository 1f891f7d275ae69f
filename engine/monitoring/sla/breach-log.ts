import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { Priority } from '../../core/log/change.ts'
import type { RecordWrite, Storage } from '../../ports/storage.ts'

/** An operation that took longer than an objective promises. Milliseconds. */
export interface BreachDraft {
  /** The objective's id. */
  readonly objective: string
  readonly opId: string
  readonly key: string
  readonly replica: string
  readonly actor: string
  readonly priority: Priority
  /** The change that it became; absent where it became a conflict. */
  readonly seq?: number
  readonly version?: number
  readonly conflict?: string
  /** When it was committed, milliseconds since 1970. */
  readonly at: number
  /** What was promised then. */
  readonly within: number
  /** From its writing until its commit: at the replica, and at the hub. */
  readonly tookMs: number
  readonly waitedMs: number
  readonly hubMs: number
}

export interface Breach extends BreachDraft {
  /** Rises with each breach. */
  readonly id: number
}

export interface BreachQuery {
  readonly objective?: string
  /** Only breaches whose id is less. */
  readonly before?: number
  readonly limit: number
}

const COLLECTION = 'sla-breaches'
const DIGITS = 15
const PAGE = 500
/** The oldest go first. */
const MOST_KEPT = 10_000
const KEPT_MS = 30 * 24 * 3_600_000

/** The newest breaches, in the store. What cannot be written now (an import is under way) is written with the next. */
export class BreachLog {
  readonly #storage: Storage
  /** By id, oldest first. */
  readonly #breaches: Breach[]
  readonly #unwritten = new Map<string, RecordWrite>()
  #last: number

  constructor(storage: Storage) {
    this.#storage = storage
    this.#breaches = readAll(storage)
    this.#last = this.#breaches.at(-1)?.id ?? 0
  }

  add(drafts: readonly BreachDraft[], now: number): void {
    for (const draft of drafts) {
      const breach = { id: ++this.#last, ...draft }
      this.#breaches.push(breach)
      this.#note(breach.id, breach)
    }
    this.#letGo(now)
  }

  /** Newest first. */
  page({ objective, before = Infinity, limit }: BreachQuery): readonly Breach[] {
    const page: Breach[] = []
    for (let index = this.#breaches.length - 1; index >= 0 && page.length < limit; index--) {
      const breach = this.#breaches[index]
      if (breach && breach.id < before && (objective === undefined || breach.objective === objective)) page.push(breach)
    }
    return page
  }

  /** Writes what is not written yet, in one commit. */
  flush(): void {
    if (this.#unwritten.size === 0) return
    const records = [...this.#unwritten]
    try {
      const pending = this.#storage.append(
        [],
        records.map(([, record]) => record),
      )
      this.#unwritten.clear()
      pending?.catch(() => {
        for (const [id, record] of records) if (!this.#unwritten.has(id)) this.#unwritten.set(id, record)
      })
    } catch (error) {
      if (!(error instanceof SrvraError)) throw error
    }
  }

  #letGo(now: number): void {
    const surplus = this.#breaches.length - MOST_KEPT
    const kept = this.#breaches.findIndex(({ at }, index) => index >= surplus && at >= now - KEPT_MS)
    const gone = this.#breaches.splice(0, kept < 0 ? this.#breaches.length : kept)
    for (const { id } of gone) this.#note(id, undefined)
  }

  #note(number: number, value: JsonValue | undefined): void {
    const id = String(number).padStart(DIGITS, '0')
    this.#unwritten.set(id, { collection: COLLECTION, id, value })
  }
}

function readAll(storage: Storage): Breach[] {
  const all: Breach[] = []
  for (let after: string | undefined; ;) {
    const page = storage.records(COLLECTION, after === undefined ? { limit: PAGE } : { after, limit: PAGE })
    all.push(...page.map(({ value }) => value as unknown as Breach))
    after = page.at(-1)?.id
    if (page.length < PAGE) return all
  }
}
