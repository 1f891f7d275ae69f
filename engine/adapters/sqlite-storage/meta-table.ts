import type { LogPosition } from '../../ports/storage.ts'
import { CHAIN_START } from '../../core/log/chain.ts'
import type { Connection } from './open-database.ts'

/** Where the log begins: nothing below it is kept. */
export interface Horizon extends LogPosition {
  /** The chain's link there: what the first kept change hangs on. */
  readonly chain: string
  /** Documents and digest of the state there, base64url; empty when nothing was compacted. */
  readonly digest: string
}

export const BEGINNING: Horizon = { seq: 0, at: 0, chain: CHAIN_START, digest: '' }

/** The store's few facts about itself. */
export class MetaTable {
  readonly #get
  readonly #set

  constructor(database: Connection) {
    this.#get = database.prepare<[string], string | number>('SELECT value FROM meta WHERE name = ?').pluck()
    this.#set = database.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
  }

  /** The store's identity, made when it is first asked for. */
  storeId(make: () => string): string {
    const known = this.#get.get('storeId')
    if (known !== undefined) return String(known)
    const made = make()
    this.#set.run('storeId', made)
    return made
  }

  get epoch(): number {
    return Number(this.#get.get('epoch') ?? 1)
  }

  get horizon(): Horizon {
    const text = this.#get.get('horizon')
    return text === undefined ? BEGINNING : (JSON.parse(String(text)) as Horizon)
  }

  set horizon(horizon: Horizon) {
    this.#set.run('horizon', JSON.stringify(horizon))
  }
}
