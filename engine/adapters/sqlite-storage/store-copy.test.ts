import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ChangeAuthor } from '../../testing/change-author.ts'
import { finish } from '../../testing/storage-contract/fixture.ts'
import { createMemoryStorage } from '../memory-storage/index.ts'
import { openSqliteStorage } from './index.ts'

function setUp() {
  const root = mkdtempSync(join(tmpdir(), 'srvra-copy-'))
  const storage = openSqliteStorage({ dir: join(root, 'store'), synchronous: 'NORMAL' })
  onTestFinished(() => {
    storage.close()
    rmSync(root, { recursive: true })
  })
  mkdirSync(join(root, 'copy'))
  return { storage, author: new ChangeAuthor(storage), dir: join(root, 'copy'), file: join(root, 'copy', 'store.sqlite') }
}

test('L-53 a copy made while others write is the store as it is at the end, and verifies', async () => {
  const { storage, author, dir, file } = setUp()
  for (let n = 0; n < 400; n++) author.write(`key/${n}`, { text: 'x'.repeat(4000), n })
  let written = 0
  await storage.copyTo(file, {
    onProgress: () => {
      author.write(`during/${written++}`, { n: written })
      storage.append([], [{ collection: 'notes', id: 'n', value: written }])
    },
  })
  expect(written).toBeGreaterThan(2)
  const expected = { head: storage.head(), digest: storage.digest(), link: storage.link(storage.head().seq) }
  const copy = openSqliteStorage({ dir })
  onTestFinished(() => copy.close())
  expect({ head: copy.head(), digest: copy.digest(), link: copy.link(copy.head().seq) }).toMatchObject(expected)
  expect(copy.record('notes', 'n')).toBe(written)
  expect(copy.storeId).toBe(storage.storeId)
  expect(finish(copy.verify()).problems).toEqual([])
})

test('L-53 a copy that is cut short leaves nothing, and the store goes on', async () => {
  const { storage, author, file } = setUp()
  for (let n = 0; n < 400; n++) author.write(`key/${n}`, { text: 'x'.repeat(4000) })
  const ending = new AbortController()
  const copying = storage.copyTo(file, { signal: ending.signal, onProgress: () => ending.abort(new Error('enough')) })
  await expect(copying).rejects.toThrow('enough')
  expect(existsSync(file)).toBe(false)
  author.write('later', 1)
  expect(storage.read('later')?.value).toBe(1)
})

test('L-53 a store in memory has no file to copy', async () => {
  await expect(createMemoryStorage().copyTo('/nowhere')).rejects.toMatchObject({ code: 'E_STORE_MEMORY' })
})
