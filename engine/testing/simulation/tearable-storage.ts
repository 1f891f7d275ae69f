import type { Storage } from '../../ports/storage.ts'
import type { Life } from './simulated-engine.ts'

/** Thrown out of the middle of a process that is killed there. */
export class Killed extends Error {}

/** At which point of an append a process is killed: nothing of it is there, or all of it and nobody was told. */
export type TearPoint = 'before' | 'after'

/** A store as one process has it, which can be killed at an append. */
export interface TearableStorage {
  readonly storage: Storage
  /** The next append kills the process. */
  tear(when: TearPoint): void
}

/** `life` is the process: it ends where the store is torn, and after its end it writes nothing more. */
export function tearable(storage: Storage, life: Life): TearableStorage {
  let next: TearPoint | undefined
  const append: Storage['append'] = (changes, records) => {
    if (life.over) throw new Killed('after its end')
    if (next === 'before') {
      life.end()
      throw new Killed('before an append')
    }
    const result = storage.append(changes, records)
    if (next !== 'after') return result
    life.end()
    throw new Killed('after an append')
  }
  const wrapped = new Proxy(storage, {
    get: (target, name) => {
      if (name === 'append') return append
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  return {
    storage: wrapped,
    tear: (when) => {
      next = when
    },
  }
}
