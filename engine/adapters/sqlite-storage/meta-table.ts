import { SrvraError } from '../../core/errors.ts'
import type { Hash } from '../../core/json/index.ts'
import { chainStart } from '../../core/log/chain.ts'
import { FIRST_LIFE, epochOf, type StoreLife } from '../../core/log/store-life.ts'
import type { LogPosition } from '../../ports/storage.ts'
import type { Connection } from './open-database.ts'
import type { Participant } from './transactions.ts'

/** Where the log begins: of what is below it, only each key's last change is kept. */
export interface Horizon extends LogPosition {
  /** The chain's link there: what the first kept change hangs on. */
  readonly chain: string
  /** Seal of all changes kept from below, order-independent; empty until a compaction has come to its end. */
  readonly seal: string
}

/** The store's few facts about itself. */
interface Facts {
  readonly storeId: string
  readonly lives: readonly StoreLife[]
  readonly horizon: Horizon
}

/** What a store wrote that had never been restored. */
type OlderFacts = Omit<Facts, 'lives'> & { readonly lives?: undefined; readonly epoch: number }

/** Keeps the facts under a hash of their own, because no chain covers them. */
export class MetaTable implements Participant {
  readonly #get
  readonly #set
  readonly #hash: Hash
  #facts: Facts
  #settled: Facts

  /** Reads the facts, or makes those of a new store. Throws E_STORE_CORRUPT. */
  constructor(database: Connection, hash: Hash, makeId: () => string) {
    this.#get = database.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck()
    this.#set = database.prepare<[string, string]>(
      'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    )
    this.#hash = hash
    const known = this.#read()
    this.#facts = known ?? newFacts(makeId(), hash)
    this.#settled = this.#facts
    if (!known) database.transaction(() => this.#write(this.#facts))()
  }

  get storeId(): string {
    return this.#facts.storeId
  }

  get epoch(): number {
    return epochOf(this.#facts.lives)
  }

  get lives(): readonly StoreLife[] {
    return this.#facts.lives
  }

  /** To be called inside a transaction. */
  set lives(lives: readonly StoreLife[]) {
    this.#write({ ...this.#facts, lives })
  }

  get horizon(): Horizon {
    return this.#facts.horizon
  }

  /** To be called inside a transaction. */
  set horizon(horizon: Horizon) {
    this.#write({ ...this.#facts, horizon })
  }

  settle(): void {
    this.#settled = this.#facts
  }

  discard(): void {
    this.#facts = this.#settled
  }

  #read(): Facts | undefined {
    const text = this.#get.get('facts')
    if (text === undefined) return undefined
    if (this.#get.get('seal') !== this.#hash(text))
      throw new SrvraError('E_STORE_CORRUPT', "The store's description of itself is damaged: restore the store from a backup.")
    const facts = JSON.parse(text) as Facts | OlderFacts
    if (facts.lives) return facts
    return { storeId: facts.storeId, horizon: facts.horizon, lives: [{ epoch: facts.epoch, since: 0 }] }
  }

  #write(facts: Facts): void {
    const text = JSON.stringify(facts)
    this.#set.run('facts', text)
    this.#set.run('seal', this.#hash(text))
    this.#facts = facts
  }
}

function newFacts(storeId: string, hash: Hash): Facts {
  return { storeId, lives: [FIRST_LIFE], horizon: { seq: 0, at: 0, chain: chainStart(storeId, hash), seal: '' } }
}
