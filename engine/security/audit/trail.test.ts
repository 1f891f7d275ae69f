import { describe, expect, test } from 'vitest'
import { nodeSha256 } from '../../adapters/node-hash.ts'
import { AuditFixture } from '../../testing/audit-fixture.ts'
import { createTestEngine, STORES } from '../../testing/state-fixture.ts'
import type { Audit } from './audit.ts'
import type { LinkedEntry } from './audit-entry.ts'
import { linkOf, trailStart } from './audit-entry.ts'

const entriesOf = (audit: Audit | undefined): readonly LinkedEntry[] => [...(audit?.walk({}) ?? [])].flat()
const ofChanges = (audit: Audit | undefined): readonly LinkedEntry[] => entriesOf(audit).filter(({ changes }) => changes)

describe.each(STORES)('on a store of kind %s', (store) => {
  const create = () => createTestEngine({ audit: { enabled: true } }, store)

  test('A-1, A-2 every change is in one entry that says who, what, when, and holds no value', () => {
    const { engine, clock } = create()
    engine.setState('patients/7', { allergy: 'secret' }, { actor: 'ann', reason: 'intake' })
    clock.advance(1000)
    engine.stateManager.deleteState('patients/7', { actor: 'bob' })
    engine.stateManager.rollback('patients/7', 1, { actor: 'ann' })
    expect(ofChanges(engine.audit)).toMatchObject([
      {
        actor: 'ann',
        action: 'document.set',
        target: 'patients/7',
        outcome: 'done',
        changes: { seq: 1, version: 1 },
        details: { reason: 'intake' },
      },
      {
        actor: 'bob',
        action: 'document.delete',
        changes: { seq: 2, version: 2 },
        at: 1_800_000_001_000,
        origin: engine.storage.storeId,
      },
      { actor: 'ann', action: 'document.rollback', changes: { seq: 3, version: 3 }, details: { cause: 'rollback:1' } },
    ])
    expect(JSON.stringify(entriesOf(engine.audit))).not.toContain('secret')
  })

  test('A-1 what is refused leaves neither a change nor an entry of one', () => {
    const { engine } = create()
    engine.setState('a', 1)
    expect(() => engine.setState('a', 2, { expectedVersion: 9 })).toThrow(expect.objectContaining({ code: 'E_VERSION_CONFLICT' }))
    expect(ofChanges(engine.audit)).toHaveLength(1)
    expect(engine.storage.head().seq).toBe(1)
  })

  test('A-1 a change that cannot be put on record does not happen', () => {
    const { engine } = create()
    const auditor = engine.audit?.auditor
    if (!auditor) throw new Error('there is no audit')
    auditor.ofCommit = () => {
      throw new Error('no record')
    }
    expect(() => engine.setState('a', 1)).toThrow('no record')
    expect(engine.storage.head().seq).toBe(0)
    expect(engine.getState('a')).toBeUndefined()
  })

  test('A-2 a batch has an entry for each change up to a hundred, and one for each run beyond that', () => {
    const { engine } = create()
    const batch = (size: number): void =>
      void engine.batch(Array.from({ length: size }, (_, i) => ({ key: `k/${i}`, value: Math.random() })))
    batch(100)
    expect(ofChanges(engine.audit)).toHaveLength(100)
    batch(101)
    expect(ofChanges(engine.audit).slice(100)).toMatchObject([{ action: 'document.set', changes: { seq: 101, through: 201 } }])
  })

  test('A-2 a bulk has one entry, in its commit, and none when it is abandoned', () => {
    const { engine } = create()
    const bulk = engine.stateManager.beginBulk({ kind: 'import', actor: 'ann' })
    for (let slice = 0; slice < 3; slice++) bulk.write(Array.from({ length: 50 }, (_, i) => ({ key: `k/${slice}/${i}`, value: i })))
    expect(ofChanges(engine.audit)).toEqual([])
    bulk.commit()
    expect(ofChanges(engine.audit)).toMatchObject([{ actor: 'ann', action: 'document.import', changes: { seq: 1, through: 150 } }])
    const given = engine.stateManager.beginBulk()
    given.write([{ key: 'x', value: 1 }])
    given.abandon()
    expect(ofChanges(engine.audit)).toHaveLength(1)
  })

  test('A-4 entries are numbered from 1, and each hangs on the one before', () => {
    const { engine } = create()
    for (let i = 0; i < 20; i++) engine.setState('a', i)
    let link = trailStart(engine.storage.storeId, nodeSha256)
    entriesOf(engine.audit).forEach(({ link: kept, ...entry }, index) => {
      link = linkOf(link, entry, nodeSha256)
      expect(entry.n).toBe(index + 1)
      expect(kept).toBe(link)
    })
  })

  test('A-10 what is no change is on record before it is answered, and after a bulk that is being written', () => {
    const fixture = new AuditFixture(store)
    const note = { actor: 'ann', origin: 'console', action: 'backups.verify', outcome: 'done' } as const
    fixture.audit.note(note)
    expect(fixture.entries.at(-1)).toMatchObject({ n: 2, ...note })
    const bulk = fixture.storage.beginBulk()
    fixture.audit.note({ ...note, target: 'during' })
    expect(fixture.entries).toHaveLength(2)
    bulk.commit()
    fixture.audit.note({ ...note, target: 'after' })
    expect(fixture.entries.slice(2).map(({ n, target }) => [n, target])).toEqual([
      [3, 'during'],
      [4, 'after'],
    ])
    fixture.audit.close()
    expect(fixture.verify().problems).toEqual([])
  })
})

test('A-1 a store keeps its audit until it is ended', async () => {
  const { engine } = createTestEngine({ audit: { enabled: true, retention: '90days' } }, 'sqlite')
  engine.setState('a', 1)
  const again = async (audit?: { enabled: boolean }) => {
    await last.close()
    last = createTestEngine({ storage: engine.options.storage, ...(audit ? { audit } : {}) }).engine
    return last
  }
  let last = engine
  const second = await again()
  second.setState('a', 2)
  expect(second.audit?.status()).toMatchObject({ retentionMs: 90 * 86_400_000, last: 3 })
  expect(ofChanges(second.audit)).toHaveLength(2)
  const third = await again({ enabled: false })
  expect(third.audit).toBeUndefined()
  third.setState('a', 3)
  const fourth = await again()
  expect(fourth.audit).toBeUndefined()
  const fifth = await again({ enabled: true })
  expect(entriesOf(fifth.audit).slice(-2)).toMatchObject([
    { action: 'audit.ended' },
    { action: 'audit.resumed', details: { seq: 3, unaudited: 1 } },
  ])
})

test('A-3 a trail begins where the log is, and says which changes nobody audited', () => {
  const fixture = new AuditFixture()
  expect(fixture.entries).toMatchObject([{ action: 'audit.begun', details: { seq: 0 } }])
  fixture.audit.close()
  const { engine } = createTestEngine({ storage: fixture.storage })
  engine.setState('a', 1)
  engine.setState('b', 1)
  fixture.audit = fixture.open()
  expect(fixture.entries.at(-1)).toMatchObject({ action: 'audit.resumed', details: { seq: 2, unaudited: 2 } })
  fixture.audit.close()
  expect(fixture.verify().problems).toEqual([])
})

test('A-4 entries beyond the noted end are gone over', () => {
  const fixture = new AuditFixture()
  fixture.act(5)
  const before = fixture.entries
  void fixture.storage.append([], [{ collection: 'audit.state', id: 'end', value: { n: 2, link: 'none', seq: 0, epoch: 1 } }])
  fixture.audit = fixture.open()
  fixture.act(1)
  expect(fixture.entries.slice(0, 6)).toEqual(before)
  expect(fixture.entries).toHaveLength(7)
  fixture.audit.close()
  expect(fixture.verify().problems).toEqual([])
})

test('A-9 entries are read back from the newest, filtered, in bounded steps', () => {
  const fixture = new AuditFixture()
  fixture.act(1200)
  fixture.audit.note({ actor: 'Bob', origin: 'console', action: 'rules.activate', outcome: 'refused', code: 'E_FORBIDDEN' })
  fixture.act(1)
  const list = fixture.audit.list.bind(fixture.audit)
  expect(list({ filter: {}, limit: 2, examine: 1000 }).entries.map(({ n }) => n)).toEqual([1203, 1202])
  expect(list({ filter: { actor: 'bob' }, limit: 10, examine: 5000 })).toMatchObject({
    entries: [{ code: 'E_FORBIDDEN' }],
    next: undefined,
    examined: 1203,
  })
  expect(list({ filter: { outcome: 'refused', action: 'RULES.' }, limit: 10, examine: 5000 }).entries).toHaveLength(1)
  const first = list({ filter: { target: 'RULE-11' }, limit: 500, examine: 700 })
  expect(first).toMatchObject({ examined: 700, next: 504 })
  const seen = [...first.entries]
  for (let { next } = first; next !== undefined;) {
    const page = list({ filter: { target: 'RULE-11' }, limit: 50, examine: 700, before: next })
    seen.push(...page.entries)
    ;({ next } = page)
  }
  expect(seen.map(({ n }) => n)).toEqual(
    fixture.entries
      .filter(({ target }) => target?.includes('rule-11'))
      .map(({ n }) => n)
      .toReversed(),
  )
})

test('A-9 what lies before the span asked for is not gone through', () => {
  const fixture = new AuditFixture()
  fixture.act(3000)
  fixture.time.advance(10 * 86_400_000)
  const from = fixture.time.now()
  fixture.act(3)
  const page = fixture.audit.list({ filter: { from }, limit: 100, examine: 5000 })
  expect(page).toMatchObject({ examined: 3, next: undefined })
})

test('A-10 too much that waits is refused', () => {
  const fixture = new AuditFixture()
  const bulk = fixture.storage.beginBulk()
  fixture.act(10_000)
  expect(() => fixture.act(1)).toThrow(expect.objectContaining({ code: 'E_AUDIT_FULL' }))
  bulk.abandon()
  fixture.time.advance(0)
  fixture.audit.close()
  expect(fixture.entries).toHaveLength(10_001)
})
