import { describe, expect, test } from 'vitest'
import type { Storage } from '../../ports/storage.ts'
import { begin, finish, refusal, type CreateFixture } from './fixture.ts'

/** All that can be seen of a store, as one comparable thing. */
function everythingOf(storage: Storage): unknown {
  const keys = ['a', 'b/c', 'new/1', 'new/2']
  return {
    head: { seq: storage.head().seq, at: storage.head().at },
    hlc: storage.lastHlc(),
    documents: keys.map((key) => storage.read(key)),
    versions: keys.map((key) => [1, 2, 3].map((version) => storage.readVersion(key, version))),
    past: keys.map((key) => storage.readAt(key, 2)),
    histories: keys.map((key) => storage.history(key, { limit: 9 })),
    log: storage.log({ after: 0, limit: 99 }),
    changes: storage.changes({ after: 0, limit: 99 }),
    list: storage.list({ limit: 99 }),
    rows: storage.rows([1, 2, 3, 4]),
    children: ['', 'new', 'b'].map((prefix) => storage.children({ prefix, limit: 9 })),
    scan: storage.scan({ filter: { terms: [{ type: 'deleted', not: true }] }, sort: 'updatedAt' }, { examine: 99 }).ids,
    statistics: { documents: storage.statistics().documents, changes: storage.statistics().changes },
    digest: storage.digest(),
    seq: storage.seqAt(1e15),
  }
}

function beginWritten(create: CreateFixture) {
  const begun = begin(create)
  begun.author.append({ key: 'a', value: { n: 1 } }, { key: 'b/c', value: { n: 1 } }, { key: 'a', value: { n: 2 } })
  return begun
}

export function bulkContract(create: CreateFixture): void {
  describe('bulk', () => {
    test('L-23 nothing of a bulk is seen before its commit, all of it afterwards', () => {
      const { storage, author, reopen } = beginWritten(create)
      const before = everythingOf(storage)
      const bulk = storage.beginBulk()
      bulk.add(
        author.make({ key: 'a', value: { n: 3 }, kind: 'import', actor: 'importer' }, { key: 'new/1', value: 1, kind: 'import' }),
      )
      expect(everythingOf(storage)).toEqual(before)
      bulk.add(author.make({ key: 'b/c', kind: 'import' }, { key: 'new/2', value: 2, kind: 'import' }))
      expect(everythingOf(storage)).toEqual(before)
      bulk.commit()
      bulk.abandon()
      expect(storage.head().seq).toBe(7)
      expect(storage.changes({ after: 0, limit: 99 })).toEqual(author.made)
      expect(storage.read('a')).toMatchObject({ version: 3, value: { n: 3 }, actor: 'importer' })
      expect(storage.children({ prefix: '', limit: 9 })).toEqual([
        { name: 'a', path: 'a', documents: 1, branch: false },
        { name: 'new', path: 'new', documents: 2, branch: true },
      ])
      expect(storage.statistics()).toMatchObject({ documents: 3, deletedDocuments: 1, changes: 7 })
      author.write('a', { n: 4 })
      expect((reopen?.() ?? storage).changes({ after: 0, limit: 99 })).toEqual(author.made)
    })

    test('L-23 an abandoned bulk leaves nothing', () => {
      const { storage, author } = beginWritten(create)
      const before = everythingOf(storage)
      const bulk = storage.beginBulk()
      bulk.add(author.make({ key: 'a', value: { n: 3 } }, { key: 'new/1', value: 1, actor: 'importer' }))
      bulk.abandon()
      bulk.abandon()
      expect(everythingOf(storage)).toEqual(before)
      storage.append([{ ...author.made[4]!, seq: 4, key: 'new/2' }])
      expect(storage.read('new/2')).toMatchObject({ version: 1, actor: 'importer' })
      expect(storage.statistics()).toMatchObject({ documents: 3, changes: 4 })
    })

    test('L-23 an empty bulk does nothing', () => {
      const { storage } = beginWritten(create)
      const before = everythingOf(storage)
      storage.beginBulk().commit()
      expect(everythingOf(storage)).toEqual(before)
    })

    test('L-23 nobody else writes while a bulk is open', () => {
      const { storage, author } = beginWritten(create)
      const bulk = storage.beginBulk()
      const change = author.make({ key: 'a', value: 9 })
      expect(refusal(() => storage.append(change)).code).toBe('E_STORE_BUSY')
      expect(refusal(() => storage.beginBulk()).code).toBe('E_STORE_BUSY')
      expect(refusal(() => finish(storage.compact({ keepVersions: 1 }))).code).toBe('E_STORE_BUSY')
      storage.checkpoint()
      bulk.add(change)
      bulk.commit()
      expect(storage.read('a')?.value).toBe(9)
      storage.beginBulk().abandon()
    })

    test('L-23 a bulk refuses what does not follow, and goes on', () => {
      const { storage, author } = beginWritten(create)
      const bulk = storage.beginBulk()
      const change = author.make({ key: 'a', value: 9 })[0]!
      expect(refusal(() => bulk.add([{ ...change, seq: 9 }])).code).toBe('E_SEQ_GAP')
      expect(refusal(() => bulk.add([{ ...change, baseVersion: 1 }]))).toMatchObject({
        code: 'E_VERSION_CONFLICT',
        details: { key: 'a', expected: 1, current: 2 },
      })
      bulk.add([change])
      expect(refusal(() => bulk.add([{ ...change, seq: 5 }])).code).toBe('E_VERSION_CONFLICT')
      bulk.commit()
      expect(storage.head().seq).toBe(4)
      expect(finish(storage.verify()).problems).toEqual([])
    })

    test('L-23 a bulk may carry versions greater than the next', () => {
      const { storage, author } = beginWritten(create)
      const bulk = storage.beginBulk()
      bulk.add(
        author.make(
          { key: 'new/1', value: { n: 7 }, version: 7, kind: 'import' },
          { key: 'a', value: { n: 9 }, version: 9, kind: 'import' },
        ),
      )
      bulk.commit()
      expect(storage.read('new/1')).toMatchObject({ version: 7 })
      expect(storage.readVersion('a', 2)?.value).toEqual({ n: 2 })
      expect(storage.readVersion('a', 5)).toBeUndefined()
      expect(finish(storage.verify()).problems).toEqual([])
    })
  })
}
