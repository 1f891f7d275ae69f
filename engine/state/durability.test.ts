import { expect, test, vi } from 'vitest'
import type { Storage } from '../ports/storage.ts'
import { createTestEngine } from '../testing/state-fixture.ts'

/** A store on a slow medium: it takes writes at once and says later whether they are kept. */
function slowly(storage: Storage, settle: () => Promise<void>): Storage {
  return new Proxy(storage, {
    get: (target, name) => {
      if (name === 'append') {
        return (changes: Parameters<Storage['append']>[0]) => {
          void target.append(changes)
          return settle()
        }
      }
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? (member.bind(target) as unknown) : member
    },
  })
}

test('S-12 a store with a synchronous medium has kept the write when it returns', async () => {
  const { engine } = createTestEngine()
  const update = engine.setState('a', 1)
  await expect(update.durable).resolves.toBeUndefined()
  await expect(update.synced).resolves.toEqual({ outcome: 'committed', version: 1, seq: 1 })
  const batch = engine.batch([
    { key: 'a', value: 2 },
    { key: 'b', value: 1 },
  ])
  await expect(batch.synced).resolves.toEqual({ outcome: 'committed', version: 1, seq: 3 })
})

test('S-12 a write on a slow medium is readable at once and durable later', async () => {
  let resolve = (): void => undefined
  const promise = new Promise<void>((keep) => {
    resolve = keep
  })
  const { engine } = createTestEngine({ storage: slowly(createTestEngine().engine.storage, () => promise) })
  const update = engine.setState('a', 1)
  const settled = vi.fn<() => void>()
  void update.durable.then(settled)
  await Promise.resolve()
  expect(engine.getState('a')).toBe(1)
  expect(settled).not.toHaveBeenCalled()
  resolve()
  await update.durable
  expect(settled).toHaveBeenCalled()
})

test('S-12 a write that is never kept rejects, and is an event when nobody waits', async () => {
  const error = new Error('disk full')
  const { engine } = createTestEngine({ storage: slowly(createTestEngine().engine.storage, () => Promise.reject(error)) })
  const heard: unknown[] = []
  engine.eventBus.subscribe('write-failed', (event) => heard.push(event))
  engine.batch([
    { key: 'a', value: 1 },
    { key: 'b', value: 1 },
  ])
  await Promise.resolve()
  expect(heard).toEqual([{ keys: ['a', 'b'], error }])
  const update = engine.setState('a', 2)
  await expect(update.durable).rejects.toBe(error)
  await expect(update.synced).rejects.toBe(error)
})
