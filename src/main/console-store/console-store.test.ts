import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../../engine/adapters/sqlite-storage/open-database.ts'
import { createConsoleStore, type ConsoleStore } from './console-store.ts'
import { DEFAULT_PREFERENCES } from './preferences.ts'

let folder = ''
const file = (): string => join(folder, 'console.sqlite')
const open = (): ConsoleStore => createConsoleStore(openDatabase(file()))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'srvra-console-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Writes, closes, and reads in a store that was opened anew. */
function reopenedAfter<Value>(write: (store: ConsoleStore) => void, read: (store: ConsoleStore) => Value): Value {
  const before = open()
  write(before)
  before.close()
  const after = open()
  const value = read(after)
  after.close()
  return value
}

test('V-71 drafts are kept, the latest text of each key, the latest first', () => {
  const drafts = reopenedAfter(
    ({ drafts: store }) => {
      store.save('', { key: 'a', text: '{', baseVersion: 1, savedAt: 10 })
      store.save('', { key: 'b', text: '[', baseVersion: 0, savedAt: 20 })
      store.save('', { key: 'a', text: '{}', baseVersion: 2, savedAt: 30 })
      store.save('', { key: 'c', text: '1', baseVersion: 0, savedAt: 40 })
      store.drop('', 'c')
    },
    (store) => store.drafts.list(''),
  )
  expect(drafts).toEqual([
    { key: 'a', text: '{}', baseVersion: 2, savedAt: 30 },
    { key: 'b', text: '[', baseVersion: 0, savedAt: 20 },
  ])
})

test('V-157 choices for conflicts are kept, the latest of each', () => {
  const drafts = reopenedAfter(
    ({ conflictDrafts: store }) => {
      store.save('', { id: 'c-1', text: 'one', savedAt: 10 })
      store.save('', { id: 'c-2', text: 'two', savedAt: 20 })
      store.save('', { id: 'c-1', text: 'another', savedAt: 30 })
      store.save('', { id: 'c-3', text: 'three', savedAt: 40 })
      store.drop('', 'c-3')
    },
    (store) => store.conflictDrafts.list(''),
  )
  expect(drafts).toEqual([
    { id: 'c-1', text: 'another', savedAt: 30 },
    { id: 'c-2', text: 'two', savedAt: 20 },
  ])
})

test('V-325 everybody has drafts of their own; what was begun before there were users is the first one’s', () => {
  const [nobodys, anns, vics] = reopenedAfter(
    ({ drafts, conflictDrafts }) => {
      drafts.save('', { key: 'a', text: 'old', baseVersion: 1, savedAt: 10 })
      conflictDrafts.save('', { id: 'c-1', text: 'old', savedAt: 10 })
      drafts.adopt('ann')
      conflictDrafts.adopt('ann')
      drafts.save('vic', { key: 'a', text: 'other', baseVersion: 1, savedAt: 20 })
      drafts.drop('vic', 'none')
    },
    (store) =>
      ['', 'ann', 'vic'].map((owner) => [...store.drafts.list(owner), ...store.conflictDrafts.list(owner)].map(({ text }) => text)),
  )
  expect([nobodys, anns, vics]).toEqual([[], ['old', 'old'], ['other']])
})

test('V-71 saved filters are kept by name', () => {
  const filters = reopenedAfter(
    ({ filters: store }) => {
      store.save({ name: 'mine', filter: 'actor:operator-1' })
      store.save({ name: 'big', filter: 'population>1000' })
      store.save({ name: 'mine', filter: 'actor:operator-2' })
      store.drop('none')
    },
    (store) => store.filters.list(),
  )
  expect(filters).toEqual([
    { name: 'big', filter: 'population>1000' },
    { name: 'mine', filter: 'actor:operator-2' },
  ])
})

test('V-71 preferences are kept one by one, over the defaults', () => {
  const preferences = reopenedAfter(
    (store) => {
      store.preferences.set({ theme: 'dark', shortcuts: { 'go.state': 'g s' } })
      store.preferences.set({ density: 'compact' })
    },
    (store) => store.preferences.get(),
  )
  expect(preferences).toEqual({ ...DEFAULT_PREFERENCES, theme: 'dark', density: 'compact', shortcuts: { 'go.state': 'g s' } })
})

test('V-71 a preference that is not understood counts as not chosen', () => {
  const store = open()
  store.preferences.set({ density: 'compact' })
  store.close()
  const database = openDatabase(file())
  database.exec(`INSERT INTO preferences VALUES ('theme', '"sepia"'), ('hologram', 'true'), ('__proto__', '{"utc":true}')`)
  database.close()
  const reopened = open()
  expect(reopened.preferences.get()).toEqual({ ...DEFAULT_PREFERENCES, density: 'compact' })
  reopened.close()
})

test('V-71 the window’s place is kept', () => {
  const place = { x: -5, y: 10, width: 1000, height: 700, maximized: true }
  expect(
    reopenedAfter(
      (store) => store.windows.save(place),
      (store) => store.windows.last(),
    ),
  ).toEqual(place)
})

test('V-71 a file of a newer program is refused and left alone', () => {
  const database = openDatabase(file())
  database.pragma('user_version = 99')
  database.close()
  expect(open).toThrow(expect.objectContaining({ code: 'E_STORE_NEWER' }))
  const untouched = openDatabase(file())
  expect(untouched.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()).toEqual({ tables: 0 })
  untouched.close()
})
