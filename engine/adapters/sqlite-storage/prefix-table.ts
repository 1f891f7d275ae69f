import type { Connection } from './open-database.ts'
import type { Participant } from './transactions.ts'

/** How many live documents lie under each prefix; the empty path counts them all. Touched on birth and death only. */
export class PrefixTable implements Participant {
  readonly #add
  readonly #count
  readonly #occupied
  readonly #pending = new Map<string, number>()

  constructor(database: Connection) {
    this.#add = database.prepare<[string, number]>(
      'INSERT INTO prefixes (path, documents) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET documents = documents + excluded.documents',
    )
    this.#count = database.prepare<[string], number>('SELECT documents FROM prefixes WHERE path = ?').pluck()
    this.#occupied = database.prepare<[], number>('SELECT count(*) FROM prefixes WHERE documents != 0').pluck()
  }

  documentsUnder(path: string): number {
    return this.#count.get(path) ?? 0
  }

  /** How many prefixes have a document under them. */
  occupied(): number {
    return this.#occupied.get() ?? 0
  }

  /** Notes that a document came to life (1) or died (-1); written with `flush`. */
  note(key: string, change: 1 | -1): void {
    for (const path of ancestors(key)) this.#pending.set(path, (this.#pending.get(path) ?? 0) + change)
  }

  /** Writes what was noted, inside the transaction that is open. */
  flush(): void {
    if (this.#pending.size === 0) return
    for (const [path, change] of this.#pending) if (change !== 0) this.#add.run(path, change)
    this.#pending.clear()
  }

  settle(): void {
    this.#pending.clear()
  }

  discard(): void {
    this.#pending.clear()
  }
}

/** '' and every path above a key: of `a/b/c`, these are '', 'a' and 'a/b'. */
function ancestors(key: string): readonly string[] {
  const paths = ['']
  for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) paths.push(key.slice(0, slash))
  return paths
}
