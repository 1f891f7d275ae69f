import fc from 'fast-check'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { openRestoredStore } from '../../open-recovery.ts'
import { ChangeAuthor } from '../../testing/change-author.ts'
import { RecoveryFixture } from '../../testing/recovery-fixture.ts'
import { finish } from '../../testing/storage-contract/fixture.ts'
import { countDifferences, pageOfDifferences } from './compare-stores.ts'
import { PreparedRestore } from './prepared-restore.ts'

test('B-25 two stores differ in the keys whose contents differ, page by page and counted', () => {
  const content = fc.dictionary(fc.constantFrom('a', 'b', 'c/1', 'c/2', '\u{1f600}', '\uffee', 'z'), fc.nat(2))
  fc.assert(
    fc.property(content, content, fc.integer({ min: 1, max: 3 }), (now, then, limit) => {
      const [current, restored] = [now, then].map((documents) => {
        const storage = createMemoryStorage()
        const author = new ChangeAuthor(storage)
        for (const [key, value] of Object.entries(documents)) author.write(key, value)
        return storage
      }) as [ReturnType<typeof createMemoryStorage>, ReturnType<typeof createMemoryStorage>]
      const keys = [...new Set([...Object.keys(now), ...Object.keys(then)])]
      const expected = new Map(
        keys
          .filter((key) => now[key] !== then[key])
          .map((key) => [key, now[key] === undefined ? 'added' : then[key] === undefined ? 'removed' : 'changed']),
      )
      const found: { readonly key: string; readonly what: string }[] = []
      for (let after: string | undefined; ;) {
        const page = pageOfDifferences(current, restored, after === undefined ? { limit } : { after, limit })
        found.push(...page)
        after = page.at(-1)?.key
        if (page.length < limit) break
      }
      expect(new Map(found.map(({ key, what }) => [key, what]))).toEqual(expected)
      expect(found).toHaveLength(expected.size)
      const counts = finish(countDifferences(current, restored))
      expect(counts.added + counts.changed + counts.removed).toBe(expected.size)
      expect(counts.unchanged).toBe(keys.length - expected.size)
    }),
    { numRuns: 500 },
  )
})

test('B-25 a dry run restores beside the store, says what would change, and leaves no trace', async () => {
  const fixture = new RecoveryFixture()
  for (const key of ['a', 'b', 'c']) fixture.author.write(key, 1)
  await fixture.recovery.backup()
  fixture.author.write('b', 2)
  fixture.author.write('c', undefined)
  fixture.author.write('d', 1)
  await fixture.recovery.flush()
  const { digest, head } = { digest: fixture.storage.digest(), head: fixture.storage.head() }
  const dir = join(fixture.root, 'prepared')
  const vault = await fixture.recovery.vault()
  const now = Number.MAX_SAFE_INTEGER
  const prepared = await PreparedRestore.make({
    vault,
    point: { seq: 3 },
    dir,
    openStore: openRestoredStore,
    current: fixture.storage,
    now,
  })
  expect(await prepared.preview()).toEqual({
    seq: 3,
    at: expect.any(Number),
    epoch: 2,
    counts: { added: 1, changed: 1, removed: 1, unchanged: 1 },
    setAside: 3,
  })
  expect(prepared.page({ limit: 10 })).toEqual([
    { key: 'b', what: 'changed', version: 2, restoredVersion: 1 },
    { key: 'c', what: 'added', version: 0, restoredVersion: 1 },
    { key: 'd', what: 'removed', version: 1, restoredVersion: 0 },
  ])
  expect(prepared.read('c')?.value).toBe(1)
  fixture.author.write('a', 'meanwhile')
  expect((await prepared.preview()).counts).toEqual({ added: 1, changed: 2, removed: 1, unchanged: 0 })
  prepared.discard()
  expect(existsSync(dir)).toBe(false)
  expect(fixture.storage.head().seq).toBe(head.seq + 1)
  expect(fixture.storage.readAt('a', head.seq)?.value).toBe(1)
  expect(digest).not.toBe(fixture.storage.digest())
})
