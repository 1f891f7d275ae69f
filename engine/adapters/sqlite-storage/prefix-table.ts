import type { Connection } from './open-database.ts'

/** How many live documents lie under each prefix; the empty path counts them all. Touched on birth and death only. */
export class PrefixTable {
  readonly #add
  readonly #count
  readonly #all
  readonly #pending = new Map<string, number>()

  constructor(database: Connection) {
    this.#add = database.prepare(
      'INSERT INTO prefixes (path, documents) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET documents = documents + excluded.documents',
    )
    this.#count = database.prepare<[string], number>('SELECT documents FROM prefixes WHERE path = ?').pluck()
    this.#all = database.prepare<[], { path: string; documents: number }>('SELECT path, documents FROM prefixes')
  }

  documentsUnder(path: string): number {
    return this.#count.get(path) ?? 0
  }

  all(): IterableIterator<{ readonly path: string; readonly documents: number }> {
    return this.#all.iterate()
  }

  /** Notes that a document came to life (1) or died (-1); written with `flush`. */
  note(key: string, change: 1 | -1): void {
    for (const path of ancestors(key)) this.#pending.set(path, (this.#pending.get(path) ?? 0) + change)
  }

  /** Writes what was noted, inside the transaction that is open. */
  flush(): void {
    for (const [path, change] of this.#pending) if (change !== 0) this.#add.run(path, change)
    this.#pending.clear()
  }

  discard(): void {
    this.#pending.clear()
  }
}

/** '' and every path above a key: of `a/b/c`, these are '', 'a' and 'a/b'. */
export function* ancestors(key: string): Generator<string> {
  yield ''
  for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) yield key.slice(0, slash)
}
