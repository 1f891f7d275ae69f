import { admitJson, DEFAULT_JSON_LIMITS, type JsonValue } from '../../core/json/index.ts'
import type { RecordWrite, StoredRecord } from '../../ports/storage.ts'
import { KeyOrder } from './key-order.ts'

/** A record may hold what a document may, several times over: a conflict holds three of them. */
const RECORD_LIMITS = { ...DEFAULT_JSON_LIMITS, maxBytes: 8 * 2 ** 20, maxDepth: 80, maxFields: 100_000 }

/** What features keep beside the log. */
export class RecordShelf {
  readonly #collections = new Map<string, Collection>()

  write(writes: readonly RecordWrite[]): void {
    for (const { collection, id, value } of writes) {
      if (value === undefined) this.#collections.get(collection)?.remove(id)
      else this.#collection(collection).put(id, admitJson(value, RECORD_LIMITS))
    }
  }

  read(collection: string, id: string): JsonValue | undefined {
    return this.#collections.get(collection)?.get(id)
  }

  page(collection: string, page: { readonly after?: string; readonly limit: number }): readonly StoredRecord[] {
    return this.#collections.get(collection)?.page(page) ?? []
  }

  collections(): readonly string[] {
    return [...this.#collections]
      .filter(([, collection]) => !collection.empty)
      .map(([name]) => name)
      .toSorted()
  }

  #collection(name: string): Collection {
    const known = this.#collections.get(name) ?? new Collection()
    this.#collections.set(name, known)
    return known
  }
}

/** Records by id. Ids that were taken away stay in the order until they are half of it: they may well come back. */
class Collection {
  readonly #values = new Map<string, JsonValue>()
  #order = new KeyOrder()
  #ordered = new Set<string>()

  get empty(): boolean {
    return this.#values.size === 0
  }

  get(id: string): JsonValue | undefined {
    return this.#values.get(id)
  }

  put(id: string, value: JsonValue): void {
    this.#values.set(id, value)
    if (this.#ordered.has(id)) return
    this.#ordered.add(id)
    this.#order.add(id)
  }

  remove(id: string): void {
    this.#values.delete(id)
    if (this.#ordered.size < 2 * this.#values.size + 100) return
    this.#order = new KeyOrder()
    this.#ordered = new Set(this.#values.keys())
    for (const kept of this.#ordered) this.#order.add(kept)
  }

  page({ after, limit }: { readonly after?: string; readonly limit: number }): readonly StoredRecord[] {
    const ids = this.#order.all()
    const found: StoredRecord[] = []
    for (let index = after === undefined ? 0 : this.#order.indexAfter(after); index < ids.length && found.length < limit; index++) {
      const id = ids[index] as string
      const value = this.#values.get(id)
      if (value !== undefined) found.push({ id, value })
    }
    return found
  }
}
