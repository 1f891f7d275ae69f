import { SrvraError } from '../../core/errors.ts'
import type { Connection } from './open-database.ts'
import type { Participant } from './transactions.ts'

/** Actors and origins by number: a log of a million changes spells each name once. */
export class Names implements Participant {
  readonly #insert
  readonly #ids = new Map<string, number>()
  readonly #names = new Map<number, string>()
  /** Names that the open transaction has brought. */
  #unsettled: string[] = []

  constructor(database: Connection) {
    this.#insert = database.prepare<[string]>('INSERT INTO names (name) VALUES (?)')
    const all = database.prepare<[], { id: number; name: string }>('SELECT id, name FROM names')
    for (const { id, name } of all.all()) this.#remember(id, name)
  }

  /** The number of a name; a new name is stored with the transaction that is open. */
  idOf(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const id = Number(this.#insert.run(name).lastInsertRowid)
    this.#remember(id, name)
    this.#unsettled.push(name)
    return id
  }

  nameOf(id: number): string {
    const name = this.#names.get(id)
    if (name === undefined)
      throw new SrvraError('E_STORE_CORRUPT', `The store names an author ${id} that it does not know: restore it from a backup.`, {
        id,
      })
    return name
  }

  settle(): void {
    if (this.#unsettled.length > 0) this.#unsettled = []
  }

  discard(): void {
    for (const name of this.#unsettled) {
      this.#names.delete(this.#ids.get(name) as number)
      this.#ids.delete(name)
    }
    this.#unsettled = []
  }

  #remember(id: number, name: string): void {
    this.#ids.set(name, id)
    this.#names.set(id, name)
  }
}
