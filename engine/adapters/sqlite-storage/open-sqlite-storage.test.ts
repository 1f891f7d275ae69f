import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ChangeAuthor } from '../../testing/change-author.ts'
import { finish, refusal } from '../../testing/storage-contract/fixture.ts'
import { openSqliteStorage } from './index.ts'
import { openDatabase } from './open-database.ts'

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-open-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

/** A closed store with some history. */
function written(dir = folder()): string {
  const storage = openSqliteStorage({ dir })
  const author = new ChangeAuthor(storage)
  for (let n = 0; n < 20; n += 1) author.write(`k/${n % 4}`, { n, text: 'a text that stays as it is, whatever happens' })
  storage.close()
  return dir
}

function hashesOf(dir: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(dir).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(dir, name)))
        .digest('hex'),
    ]),
  )
}

/** Changes a closed store behind the engine's back. */
function tamper(dir: string, sql: string): void {
  const database = openDatabase(join(dir, 'store.sqlite'))
  database.exec(sql)
  database.close()
}

function problemsOf(dir: string): readonly string[] {
  const storage = openSqliteStorage({ dir })
  try {
    return finish(storage.verify()).problems.map(({ code }) => code)
  } finally {
    storage.close()
  }
}

test.each([
  ["UPDATE names SET name = 'somebody-else' WHERE name = 'operator-1'", 'E_CHAIN'],
  ['UPDATE changes SET at = at + 1 WHERE seq = 7', 'E_CHAIN'],
  ["UPDATE changes SET reason = 'because' WHERE seq = 7", 'E_CHAIN'],
  ['UPDATE changes SET metadata = \'{"tags":["x"]}\' WHERE seq = 7', 'E_CHAIN'],
  ['UPDATE changes SET size = size + 1 WHERE seq = 7', 'E_CHAIN'],
  ['DELETE FROM changes WHERE seq = 7', 'E_GAP'],
  ['UPDATE changes SET body = \'{"n":99}\' WHERE seq = 7', 'E_VALUE'],
  ['UPDATE changes SET previous = 1 WHERE seq = 11', 'E_LINK'],
  ["UPDATE documents SET value = '{\"n\":99}' WHERE key = 'k/1'", 'E_DOCUMENT'],
  ['UPDATE documents SET created_at = created_at - 1 WHERE id = 2', 'E_DOCUMENT'],
  ['UPDATE documents SET version = version - 1 WHERE id = 2', 'E_DOCUMENT'],
  ["UPDATE prefixes SET documents = 5 WHERE path = 'k'", 'E_COUNT'],
  ["INSERT INTO prefixes VALUES ('m', 1)", 'E_COUNT'],
  ['INSERT INTO keyframes VALUES (1, 3, 4)', 'E_KEYFRAME'],
])('L-4 L-9 verify finds: %s', (sql, code) => {
  const dir = written()
  expect(problemsOf(dir)).toEqual([])
  tamper(dir, sql)
  expect(problemsOf(dir)).toContain(code)
})

test('L-4 L-9 verify finds a change kept at the horizon that is not as it was', () => {
  const dir = written()
  const storage = openSqliteStorage({ dir })
  finish(storage.compact({ before: storage.head().at }))
  storage.close()
  expect(problemsOf(dir)).toEqual([])
  tamper(dir, 'UPDATE changes SET at = at + 1 WHERE seq = 18')
  expect(problemsOf(dir)).toContain('E_HORIZON')
})

test('L-4 the chain of one store does not fit another', () => {
  const [one, two] = [written(), written()]
  const heads = [one, two].map((dir) => {
    const storage = openSqliteStorage({ dir })
    const { chainHead } = finish(storage.verify())
    storage.close()
    return chainHead
  })
  expect(heads[0]).toMatch(/^[\w-]{43}$/)
  expect(heads[0]).not.toBe(heads[1])
})

test('L-7 a log that ends before what was acknowledged is refused', () => {
  const dir = written()
  const copy = folder()
  copyFileSync(join(dir, 'store.sqlite'), join(copy, 'store.sqlite'))
  const storage = openSqliteStorage({ dir })
  new ChangeAuthor(storage).write('late', 1)
  storage.close()
  copyFileSync(join(dir, 'store.mark'), join(copy, 'store.mark'))
  expect(refusal(() => openSqliteStorage({ dir: copy }))).toMatchObject({
    code: 'E_STORE_CORRUPT',
    details: { firstMissing: 21, lastMissing: 21 },
  })
  rmSync(join(copy, 'store.mark'))
  const accepted = openSqliteStorage({ dir: copy })
  expect(accepted.head().seq).toBe(20)
  accepted.close()
})

test('L-7 a log that tells another story at that place is refused', () => {
  const [dir, other] = [written(), written()]
  copyFileSync(join(other, 'store.mark'), join(dir, 'store.mark'))
  expect(refusal(() => openSqliteStorage({ dir }))).toMatchObject({ code: 'E_STORE_CORRUPT', details: { seq: 20 } })
})

test('L-7 one torn slot of the mark does no harm, two are refused', () => {
  const dir = written()
  const mark = join(dir, 'store.mark')
  const bytes = readFileSync(mark)
  for (const slot of [0, 64]) {
    writeFileSync(mark, Buffer.concat([bytes.subarray(0, slot), Buffer.alloc(64), bytes.subarray(slot + 64)]))
    openSqliteStorage({ dir }).close()
  }
  truncateSync(mark, 10)
  expect(refusal(() => openSqliteStorage({ dir })).code).toBe('E_STORE_CORRUPT')
})

test('L-8 a value that is not the one that was written is not handed out', () => {
  const dir = written()
  tamper(
    dir,
    "UPDATE documents SET value = replace(value, 'stays', 'STAYS') WHERE key = 'k/1'; UPDATE changes SET body = replace(body, '\"n\":2', '\"n\":3') WHERE seq = 3",
  )
  const storage = openSqliteStorage({ dir })
  expect(refusal(() => storage.read('k/1'))).toMatchObject({ code: 'E_STORE_CORRUPT', details: { key: 'k/1' } })
  expect(refusal(() => storage.readVersion('k/2', 1))).toMatchObject({ code: 'E_STORE_CORRUPT', details: { key: 'k/2' } })
  expect(storage.read('k/0')?.value).toMatchObject({ n: 16 })
  storage.close()
})

test('L-12 a second store on the folder is refused at once and told by whom, in this process and in another', () => {
  const dir = folder()
  const storage = openSqliteStorage({ dir })
  // Here first: an attempt in the same process must not cost the lock that keeps the other process out.
  expect(refusal(() => openSqliteStorage({ dir }))).toMatchObject({ code: 'E_STORE_LOCKED', details: { owner: process.pid } })
  const module = new URL('index.ts', import.meta.url).href
  const script = `import(${JSON.stringify(module)}).then(({ openSqliteStorage }) => openSqliteStorage({ dir: ${JSON.stringify(dir)} })).catch((error) => console.log(error.code, error.details.owner))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(stdout.trim()).toBe(`E_STORE_LOCKED ${process.pid}`)
  storage.close()
  openSqliteStorage({ dir }).close()
})

test('L-13 a file of a newer format is refused and stays as it is', () => {
  const dir = written()
  tamper(dir, 'PRAGMA user_version = 99')
  const before = hashesOf(dir)
  expect(refusal(() => openSqliteStorage({ dir }))).toMatchObject({ code: 'E_STORE_NEWER', details: { format: 99, known: 3 } })
  expect(hashesOf(dir)).toEqual(before)
})

test.each(['text', 'foreign'])('L-13 a %s file is refused and stays as it is', (kind) => {
  const dir = folder()
  const file = join(dir, 'store.sqlite')
  if (kind === 'text') writeFileSync(file, 'this is no database, but a letter to the editor'.repeat(9))
  else tamper(dir, 'CREATE TABLE theirs (id INTEGER PRIMARY KEY); INSERT INTO theirs VALUES (1)')
  const before = hashesOf(dir)
  expect(refusal(() => openSqliteStorage({ dir })).code).toBe('E_STORE_FORMAT')
  expect(hashesOf(dir)).toEqual(before)
})

test('L-13 an empty file becomes a store', () => {
  const dir = folder()
  writeFileSync(join(dir, 'store.sqlite'), '')
  written(dir)
  expect(statSync(join(dir, 'store.sqlite')).size).toBeGreaterThan(0)
  expect(problemsOf(dir)).toEqual([])
})

test('L-14 a runtime that cannot load SQLite is told so before anything is loaded', () => {
  const runtime = new URL('runtime.ts', import.meta.url).href
  const script = `Object.defineProperty(process.versions, 'napi', { value: '9' }); const { loadSqlite } = await import(${JSON.stringify(runtime)}); try { loadSqlite() } catch (error) { console.log(error.code, error.message) }`
  const env = { ...process.env }
  delete env['SRVRA_SQLITE_BINDING']
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env })
  expect(stdout).toMatch(/^E_RUNTIME The store needs Node\.js 22\.14 or later .*start it with a newer one\.\n$/)
})

test.each([
  [1, ['DROP TABLE journal', 'DROP TABLE records', 'DROP TABLE operations']],
  [2, ['DROP TABLE journal']],
])('L-37 a store of the earlier format %i is brought to this one when it is opened, and keeps everything', (format, steps) => {
  const dir = folder()
  const first = openSqliteStorage({ dir })
  const author = new ChangeAuthor(first)
  for (let n = 0; n < 20; n++) author.write(`k/${n % 4}`, { n })
  const digest = first.digest()
  first.close()
  for (const step of [...steps, `PRAGMA user_version = ${format}`]) tamper(dir, step)
  const opened = openSqliteStorage({ dir })
  onTestFinished(() => opened.close())
  expect(opened.digest()).toBe(digest)
  expect(finish(opened.verify()).problems).toEqual([])
  opened.append([], [{ collection: 'notes', id: 'x', value: 1 }])
  expect(opened.record('notes', 'x')).toBe(1)
})
