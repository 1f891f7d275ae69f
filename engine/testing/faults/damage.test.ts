import Database from 'better-sqlite3'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStorage } from '../../adapters/sqlite-storage/index.ts'
import type { Storage } from '../../ports/storage.ts'
import { ChangeAuthor } from '../change-author.ts'
import { finish } from '../storage-contract/fixture.ts'
import { scratchFolder } from './run-writer.ts'
import { seeded } from './seeded.ts'

const DAMAGES = Number(process.env['SRVRA_DAMAGES'] ?? 2_000)
const FILES = ['store.sqlite', 'store.sqlite-wal', 'store.mark'] as const

/** The files of a store as a crash leaves them: some of it in the database, the newest in the log. */
interface Victim {
  readonly files: ReadonlyMap<string, Buffer>
  readonly everything: string
}

/** All that can be read of a store, as one text. */
function everythingOf(storage: Storage): string {
  const { seq } = storage.horizon()
  const documents = storage.list({ limit: 10_000 }).map(({ key }) => [storage.read(key), storage.history(key, { limit: 1000 })])
  return JSON.stringify([
    storage.head().seq,
    storage.horizon(),
    storage.digest(),
    documents,
    storage.log({ after: seq, limit: 10_000 }),
    storage.children({ prefix: '', limit: 100 }),
  ])
}

function fill(author: ChangeAuthor, from: number, to: number): void {
  for (let n = from; n < to; n += 1) {
    const value = n % 17 === 16 ? undefined : { n, text: `a text that stays, but for ${n % 3}`, list: [n, n + 1] }
    author.write(`k/${n % 4}`, value, {
      actor: n % 2 === 0 ? 'operator-1' : 'operator-2',
      metadata: { tags: [`t${n % 4}`] },
      opId: `phone-${n}`,
      origin: 'phone',
    })
  }
}

function createVictim(): Victim {
  const dir = scratchFolder()
  const first = openSqliteStorage({ dir })
  const author = new ChangeAuthor(first)
  fill(author, 0, 160)
  finish(first.compact({ before: author.made[29]?.at as number, keepVersions: 36 }))
  first.close()
  const storage = openSqliteStorage({ dir })
  fill(new ChangeAuthor(storage), 160, 190)
  const files = new Map(FILES.map((name) => [name as string, readFileSync(join(dir, name))]))
  const everything = everythingOf(storage)
  storage.close()
  return { files, everything }
}

/** Flips one bit, or cuts the end off. */
function damage(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length)
  if (random() < 0.1) return bytes.subarray(0, at)
  const damaged = Buffer.from(bytes)
  damaged[at] = (damaged[at] as number) ^ (1 << Math.floor(random() * 8))
  return damaged
}

function layOut(dir: string, { files }: Victim, name: string, damaged: Buffer): void {
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir)
  for (const [file, bytes] of files) writeFileSync(join(dir, file), file === name ? damaged : bytes)
}

/** 'found' when opening or verifying says so, 'harmless' when all reads as before; anything else is a miss. */
function verdictOn(dir: string, everything: string): string {
  let storage: Storage
  try {
    storage = openSqliteStorage({ dir })
  } catch (error) {
    return verdictOf(error)
  }
  try {
    if (finish(storage.verify()).problems.length > 0) return 'found'
    return everythingOf(storage) === everything ? 'harmless' : 'missed'
  } catch (error) {
    return verdictOf(error)
  } finally {
    storage.close()
  }
}

/** Being refused is right only with a code that says why. */
function verdictOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  return ['E_STORE_CORRUPT', 'E_STORE_FORMAT', 'E_STORE_NEWER', 'E_STORE_IO'].includes(String(code))
    ? 'found'
    : `failed: ${String(error)}`
}

/** In memory where there is such a folder: two thousand stores are written and read. */
function fastFolder(): string {
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'srvra-damage-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return join(dir, 'store')
}

test(`L-7 L-9 each of ${DAMAGES} flipped bits and cut ends is found, or changes nothing`, { timeout: 300_000 }, () => {
  const victim = createVictim()
  const dir = fastFolder()
  const random = seeded(9)
  const verdicts = new Map<string, number>()
  const wrong: string[] = []
  for (let trial = 0; trial < DAMAGES; trial += 1) {
    const name = FILES[Math.floor(random() * FILES.length)] as string
    layOut(dir, victim, name, damage(victim.files.get(name) as Buffer, random))
    const verdict = verdictOn(dir, victim.everything)
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
    if (verdict !== 'found' && verdict !== 'harmless') wrong.push(`trial ${trial}, ${name}: ${verdict}`)
  }
  expect(wrong).toEqual([])
  expect(verdicts.get('found')).toBeGreaterThan(DAMAGES / 4)
})

test('L-7 L-9 the damage would be missed by a store that trusts SQLite alone', () => {
  const victim = createVictim()
  const dir = fastFolder()
  const random = seeded(9)
  const count = (): number => {
    const database = new Database(join(dir, 'store.sqlite'))
    const sound = database.pragma('integrity_check', { simple: true })
    const rows = database.prepare('SELECT count(*) FROM changes').pluck().get() as number
    database.close()
    return sound === 'ok' ? rows : -1
  }
  const name = 'store.sqlite-wal'
  layOut(dir, victim, name, victim.files.get(name) as Buffer)
  const all = count()
  let missed = 0
  for (let trial = 0; trial < 100; trial += 1) {
    layOut(dir, victim, name, damage(victim.files.get(name) as Buffer, random))
    const rows = count()
    if (rows >= 0 && rows < all) missed += 1
  }
  expect(missed).toBeGreaterThan(50)
})

test('L-9 a lost file is found', () => {
  const victim = createVictim()
  const dir = fastFolder()
  layOut(dir, victim, '', Buffer.alloc(0))
  rmSync(join(dir, 'store.sqlite-wal'))
  expect(verdictOn(dir, victim.everything)).toBe('found')
  layOut(dir, victim, '', Buffer.alloc(0))
  rmSync(join(dir, 'store.sqlite'))
  expect(verdictOn(dir, victim.everything)).toBe('found')
})
