import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import type { MemoryStorageOptions } from '../adapters/memory-storage/memory-storage.ts'
import type { Storage } from '../ports/storage.ts'

type Act = (storage: Storage) => unknown

/** A store in memory that can be put back to where it was: every commit is kept, and done again up to there. */
export class RestorableStorage {
  readonly #options: MemoryStorageOptions
  #medium: Storage
  #storage: Storage
  #acts: Act[] = []

  constructor(options: MemoryStorageOptions = {}) {
    this.#options = options
    this.#medium = createMemoryStorage(options)
    this.#storage = this.#followed(this.#medium)
  }

  get storage(): Storage {
    return this.#storage
  }

  /** A moment to go back to: how many commits there were. */
  get moment(): number {
    return this.#acts.length
  }

  /** The store as it was at a moment, log and records, in a life of its own. */
  restore(moment: number): Storage {
    const { storeId, epoch } = this.#medium
    // Its id is the only thing that a store takes from chance.
    this.#medium = createMemoryStorage({ ...this.#options, random: { token: () => storeId, fraction: () => 0 } })
    this.#acts = this.#acts.slice(0, moment)
    for (const act of this.#acts) act(this.#medium)
    this.#storage = this.#followed(this.#medium)
    this.#storage.beginLife(epoch + 1)
    return this.#storage
  }

  #followed(medium: Storage): Storage {
    const note = (act: Act): unknown => {
      const result = act(medium)
      this.#acts.push(act)
      return result
    }
    const replaced: Partial<Storage> = {
      append: (changes, records) => note((storage) => storage.append(changes, records)) as void,
      beginLife: (epoch) => note((storage) => storage.beginLife(epoch)) as void,
    }
    return new Proxy(medium, {
      get: (target, name) => {
        const own: unknown = Reflect.get(replaced, name)
        if (own !== undefined) return own
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
  }
}
