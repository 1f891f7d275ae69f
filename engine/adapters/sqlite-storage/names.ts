import { SrvraError } from '../../core/errors.ts'
import type { Connection } from './open-database.ts'

/** Actors and origins by number: a log of a million changes spells each name once. */
export class Names {
  readonly #insert
  readonly #all
  readonly #ids = new Map<string, number>()
  readonly #names: string[] = []

  constructor(database: Connection) {
    this.#insert = database.prepare<[string], never>('INSERT INTO names (name) VALUES (?)')
    this.#all = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM names')
    this.reload()
  }

  /** The number of a name; a new name is stored with the transaction that is open. */
  idOf(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const id = Number(this.#insert.run(name).lastInsertRowid)
    this.#remember(id, name)
    return id
  }

  /** The number of a name, if the store ever met it. */
  find(name: string): number | undefined {
    return this.#ids.get(name)
  }

  nameOf(id: number): string {
    const name = this.#names[id]
    if (name === undefined) throw new SrvraError('E_STORE_CORRUPT', `The store names an author ${id} that it does not know: restore it from a backup.`, { id })
    return name
  }

  /** After a rollback: forgets the names that went with it. */
  reload(): void {
    this.#ids.clear()
    this.#names.length = 0
    for (const { id, name } of this.#all.all()) this.#remember(id, name)
  }

  #remember(id: number, name: string): void {
    this.#ids.set(name, id)
    this.#names[id] = name
  }
}
