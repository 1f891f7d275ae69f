import fc from 'fast-check'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FolderHeadArchive } from '../../adapters/folder-head-archive.ts'
import { nodeSha256 } from '../../adapters/node-hash.ts'
import { AuditFixture, entryAt } from '../../testing/audit-fixture.ts'
import { createTestEngine } from '../../testing/state-fixture.ts'
import { linkOf } from './audit-entry.ts'
import type { LinkedEntry } from './audit-entry.ts'
import { newAuditKey } from './audit-key.ts'
import type { AuditProblem } from './problems.ts'
import { signHead } from './signed-head.ts'

const MUTATIONS = process.env['SRVRA_LONG'] === undefined ? 10_000 : 200_000
const CHAIN = 60

const codes = (problems: readonly AuditProblem[]): readonly string[] => [...new Set(problems.map(({ code }) => code))]

type Mutation = (entries: readonly LinkedEntry[], at: number, other: number) => readonly LinkedEntry[]

/** Every way to alter a list of entries that leaves their links alone. */
const MUTATION: Readonly<Record<string, Mutation>> = {
  edited: (entries, at) => entries.with(at, { ...(entries[at] as LinkedEntry), actor: 'mallory' }),
  'edited in a detail': (entries, at) =>
    entries.with(at, { ...(entries[at] as LinkedEntry), at: (entries[at] as LinkedEntry).at + 1 }),
  'taken out': (entries, at) => entries.toSpliced(at, 1),
  'put in': (entries, at) => entries.toSpliced(at, 0, { ...(entries[at] as LinkedEntry), target: 'forged' }),
  moved: (entries, at, other) => entries.with(at, entries[other] as LinkedEntry).with(other, entries[at] as LinkedEntry),
  'cut off': (entries, at) => entries.slice(0, at),
}

test(`A-5, A-6 whatever is done to a trail is found, and what was altered first is named (${MUTATIONS} times)`, () => {
  const fixture = new AuditFixture()
  fixture.act(CHAIN - 1)
  fixture.audit.close()
  const entries = fixture.entries
  expect(fixture.verify()).toMatchObject({ entries: CHAIN, signedThrough: CHAIN, problems: [] })
  const place = fc.integer({ min: 0, max: CHAIN - 1 })
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(MUTATION)), place, place, (how, at, other) => {
      fc.pre(how !== 'moved' || at !== other)
      const altered = (MUTATION[how] as Mutation)(entries, at, other).map((entry, index) => ({ ...entry, n: index + 1 }))
      put(fixture, entries, altered)
      const { problems } = fixture.verify()
      put(fixture, altered, entries)
      expect(problems.length).toBeGreaterThan(0)
      const first = Math.min(at, how === 'moved' ? other : at) + 1
      const named = Math.min(...problems.map(({ n }) => n ?? Infinity))
      expect(named).toBe(first)
    }),
    { numRuns: MUTATIONS },
  )
  expect(fixture.verify().problems).toEqual([])
})

/** Puts a list of entries where another one is. */
function put(fixture: AuditFixture, before: readonly LinkedEntry[], after: readonly LinkedEntry[]): void {
  const changes = new Map<number, LinkedEntry | undefined>()
  for (let index = 0; index < Math.max(before.length, after.length); index++)
    if (before[index] !== after[index]) changes.set(index + 1, after[index])
  fixture.tamper(changes)
}

/** Writes the trail anew from an entry on, so that every link holds. */
function rewrite(fixture: AuditFixture, from: number, change: (entry: LinkedEntry) => LinkedEntry): void {
  let { link } = entryAt(fixture.storage, from - 1)
  const changes = new Map<number, LinkedEntry>()
  for (const old of fixture.entries.filter(({ n }) => n >= from)) {
    const { link: _old, ...entry } = old.n === from ? change(old) : old
    link = linkOf(link, entry, nodeSha256)
    changes.set(entry.n, { ...entry, link })
  }
  fixture.tamper(changes)
}

test('A-5 an entry that was written anew with a link of its own does not hold the next one', () => {
  const fixture = new AuditFixture()
  fixture.act(5)
  fixture.audit.close()
  const { link: _old, ...entry } = { ...entryAt(fixture.storage, 3), actor: 'mallory' }
  fixture.tamper(new Map([[3, { ...entry, link: linkOf(entryAt(fixture.storage, 2).link, entry, nodeSha256) }]]))
  expect(fixture.verify().problems).toMatchObject([
    { code: 'ENTRY_ALTERED', n: 4, message: expect.stringContaining('one before it') as string },
  ])
})

test('A-6 a trail that was written anew with every link in its place contradicts what was signed', () => {
  const fixture = new AuditFixture()
  fixture.act(350)
  fixture.time.settle()
  rewrite(fixture, 120, (entry) => ({ ...entry, actor: 'mallory' }))
  const { problems } = fixture.verify()
  expect(codes(problems)).toEqual(['TRAIL_REWRITTEN'])
  expect(problems[0]?.message).toContain('was written anew')
  fixture.audit.close()
})

test('A-6 heads are signed at once, after a hundred entries, after a minute, and at the end, outside the turn that wrote', () => {
  const fixture = new AuditFixture()
  const signed = (): number => fixture.audit.status().signedThrough
  expect(signed()).toBe(0)
  fixture.time.settle()
  expect(signed()).toBe(1)
  fixture.act(99)
  fixture.time.advance(59_999)
  expect(signed()).toBe(1)
  fixture.time.advance(1)
  expect(signed()).toBe(100)
  fixture.act(100)
  expect(signed()).toBe(100)
  fixture.time.settle()
  expect(signed()).toBe(200)
  fixture.act(1)
  fixture.audit.close()
  expect(signed()).toBe(201)
})

test('A-6 forged, foreign and broken heads are told, and so is that there are none', () => {
  const fixture = new AuditFixture()
  fixture.act(5)
  fixture.audit.close()
  const [line = ''] = fixture.archives[0]?.lines() ?? []
  const head = { store: fixture.storage.storeId, epoch: 1, n: 6, link: 'x', seq: 0, chain: '', at: 1 }
  expect(codes(fixture.verify([line.replace('"n":6', '"n":5')]).problems)).toEqual(['HEAD_FORGED', 'HEADS_MISSING'])
  expect(codes(fixture.verify([signHead(head, newAuditKey()), line]).problems)).toEqual(['HEAD_OTHER_KEY'])
  expect(codes(fixture.verify(['{"n":6', line]).problems)).toEqual(['HEAD_UNREADABLE'])
  expect(codes(fixture.verify([]).problems)).toEqual(['HEADS_MISSING'])
  expect(fixture.verify([signHead({ ...head, store: 'another' }, fixture.key), line]).problems).toEqual([])
})

test('A-6 an archive that refuses is told of once, tried again, and the others have the head', () => {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-heads-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  writeFileSync(join(dir, 'taken'), '')
  const archives = [new FolderHeadArchive(join(dir, 'heads')), new FolderHeadArchive(join(dir, 'taken'))]
  const fixture = new AuditFixture('memory', { archives })
  fixture.act(3)
  fixture.time.advance(300_000)
  expect(fixture.reported).toHaveLength(1)
  expect(fixture.audit.status()).toMatchObject({ signedThrough: 0, troubles: [{ archive: join(dir, 'taken') }] })
  expect([...(archives[0]?.lines() ?? [])].length).toBeGreaterThan(0)
  rmSync(join(dir, 'taken'))
  fixture.time.advance(60_000)
  expect(fixture.audit.status()).toMatchObject({ signedThrough: 4, troubles: [] })
  expect(fixture.verify().problems).toEqual([])
})

test('A-6 a log that was written anew contradicts what was signed', () => {
  const { engine } = createTestEngine({ audit: { enabled: true } }, 'sqlite')
  engine.setState('a', 1)
  const report = (chain: string) => {
    const { audit, storage } = engine
    const link = storage.link.bind(storage)
    storage.link = () => chain
    const work = audit?.verify()
    let step = work?.next()
    storage.link = link
    while (step && step.done !== true) {
      storage.link = () => chain
      step = work?.next()
      storage.link = link
    }
    return step?.value
  }
  expect(engine.audit && report(engine.storage.link(1))).toMatchObject({ problems: [] })
  expect(engine.audit && report('another')).toMatchObject({ problems: [{ code: 'LOG_REWRITTEN', seq: 1 }] })
})

test('A-7 a change in no entry, one in two, and one of which an entry says something else are found', () => {
  const fixture = new AuditFixture()
  const { engine } = createTestEngine({ storage: fixture.storage })
  engine.setState('a', 1)
  expect(fixture.verify().problems).toMatchObject([{ code: 'CHANGE_UNAUDITED', seq: 1 }, { code: 'HEADS_MISSING' }])
  const about = {
    actor: 'local',
    origin: engine.storage.storeId,
    action: 'document.set',
    target: 'a',
    outcome: 'done',
    changes: { seq: 1, version: 1 },
  } as const
  fixture.audit.note(about)
  fixture.audit.close()
  expect(fixture.verify().problems).toEqual([])
  fixture.audit = fixture.open()
  fixture.audit.note(about)
  fixture.audit.close()
  expect(codes(fixture.verify().problems)).toEqual(['CHANGE_TWICE'])
  engine.setState('a', 2)
  fixture.audit = fixture.open()
  fixture.audit.note({ ...about, actor: 'mallory', changes: { seq: 2, version: 2 } })
  fixture.audit.close()
  expect(codes(fixture.verify().problems)).toEqual(['CHANGE_TWICE', 'CHANGE_DIFFERS'])
})

test('A-8 what is too old is let go of from the beginning, and the rest verifies', () => {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-heads-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const archives = [new FolderHeadArchive(dir)]
  const fixture = new AuditFixture('sqlite', { retentionMs: 90 * 86_400_000, archives })
  fixture.act(1300)
  fixture.time.advance(60 * 86_400_000)
  fixture.act(10)
  fixture.time.advance(31 * 86_400_000)
  expect(fixture.entries.map(({ action }) => action)).toEqual([
    ...Array.from({ length: 10 }, () => 'alerts.acknowledge'),
    'audit.pruned',
  ])
  expect(fixture.entries.at(-1)).toMatchObject({ details: { entries: 1301, through: 1301 } })
  expect(fixture.audit.status()).toMatchObject({ first: 1302, last: 1312 })
  expect(fixture.verify()).toMatchObject({ first: 1302, last: 1312, problems: [] })
  const months = readdirSync(dir).length
  fixture.time.advance(200 * 86_400_000)
  fixture.act(1)
  fixture.audit.close()
  expect(fixture.entries.at(0)?.n).toBeGreaterThan(1302)
  expect(fixture.verify()).toMatchObject({ problems: [] })
  expect(readdirSync(dir).length).toBeLessThanOrEqual(months)
  // Somebody who lets go of more than that is found.
  fixture.tamper(new Map([[fixture.entries[0]?.n ?? 0, undefined]]))
  expect(codes(fixture.verify().problems)).toContain('ENTRIES_MISSING')
})

test('A-12 after a restore what was signed of the time between is no tampering, and before it is', () => {
  const fixture = new AuditFixture()
  fixture.act(20)
  fixture.audit.close()
  const whole = fixture.entries
  put(fixture, whole, whole.slice(0, 11))
  const { link } = whole[10] as LinkedEntry
  void fixture.storage.append([], [{ collection: 'audit.state', id: 'end', value: { n: 11, link, seq: 0, epoch: 1 } }])
  expect(codes(fixture.verify().problems)).toEqual(['TRAIL_CUT'])
  fixture.storage.beginLife(2)
  fixture.audit = fixture.open()
  fixture.act(30)
  fixture.audit.close()
  expect(fixture.verify()).toMatchObject({ problems: [], restores: [{ n: 12, epoch: 2 }], signedThrough: 42 })
})

test('A-6 heads are kept by month, one line each', () => {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-heads-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const archive = new FolderHeadArchive(dir)
  archive.add('one', Date.UTC(2026, 9, 31, 23, 59))
  archive.add('two', Date.UTC(2026, 10, 1))
  archive.add('three', Date.UTC(2026, 10, 2))
  expect(readdirSync(dir)).toEqual(['2026-10.heads', '2026-11.heads'])
  expect(readFileSync(join(dir, '2026-11.heads'), 'utf8')).toBe('two\nthree\n')
  expect([...archive.lines()]).toEqual(['one', 'two', 'three'])
  archive.forget(Date.UTC(2026, 10, 20))
  expect([...archive.lines()]).toEqual(['two', 'three'])
})
