import { describe, expect, test } from 'vitest'
import { contentHash } from '../../core/json/index.ts'
import { nodeSha256 } from '../../adapters/node-hash.ts'
import type { RecordWrite } from '../../ports/storage.ts'
import { begin, finish, refusal, type CreateFixture } from './fixture.ts'

const record = (id: string, value: RecordWrite['value'], collection = 'notes'): RecordWrite => ({ collection, id, value })

export function recordsContract(create: CreateFixture): void {
  describe('records', () => {
    test('L-31 records are written in the commit of the changes that they belong to, or alone', () => {
      const { storage, author, reopen } = begin(create)
      storage.append(author.make({ key: 'a', value: 1 }), [record('x', { n: 1 }), record('y', [2])])
      storage.append([], [record('x', { n: 2 }), record('y', undefined)])
      const after = reopen?.() ?? storage
      expect(after.record('notes', 'x')).toEqual({ n: 2 })
      expect(after.record('notes', 'y')).toBeUndefined()
      expect(after.head().seq).toBe(1)
      expect(Object.isFrozen(after.record('notes', 'x'))).toBe(true)
    })

    test('L-31 an append that is refused leaves no record behind', () => {
      const { storage, author } = begin(create)
      const [change] = author.make({ key: 'a', value: 1 })
      expect(refusal(() => storage.append([{ ...change!, seq: 7 }], [record('x', 1)]))).toMatchObject({ code: 'E_SEQ_GAP' })
      expect(storage.record('notes', 'x')).toBeUndefined()
    })

    test('L-31 records of a bulk are there with its commit, and not before', () => {
      const { storage, author } = begin(create)
      const bulk = storage.beginBulk()
      bulk.add(author.make({ key: 'a', value: 1 }), [record('x', 1)])
      expect(storage.record('notes', 'x')).toBeUndefined()
      bulk.commit()
      expect(storage.record('notes', 'x')).toBe(1)
      const abandoned = storage.beginBulk()
      abandoned.add(author.make({ key: 'b', value: 1 }), [record('y', 1)])
      abandoned.abandon()
      expect(storage.record('notes', 'y')).toBeUndefined()
    })

    test('L-32 the records of a collection come in the order of their ids, in pages, and of no other collection', () => {
      const { storage } = begin(create)
      const ids = ['b', 'a', '\u{1f600}', 'z', '\uffee', 'a/1', 'A']
      storage.append(
        [],
        ids.map((id, index) => record(id, index)),
      )
      storage.append([], [record('other', 1, 'others'), record('z', undefined), record('z', 'again'), record('b', undefined)])
      const pages: string[] = []
      for (let after: string | undefined; ;) {
        const page = storage.records('notes', after === undefined ? { limit: 2 } : { after, limit: 2 })
        pages.push(...page.map(({ id }) => id))
        after = page.at(-1)?.id
        if (page.length < 2) break
      }
      expect(pages).toEqual(['A', 'a', 'a/1', 'z', '\uffee', '\u{1f600}'])
      expect(storage.records('notes', { after: 'a/1', limit: 1 })).toEqual([{ id: 'z', value: 'again' }])
      expect(storage.records('nothing', { limit: 5 })).toEqual([])
    })
  })

  describe('operations', () => {
    test('L-33 an operation is found by its id, wherever it was made', () => {
      const { storage, author } = begin(create)
      const [own] = author.make({ key: 'a', value: { n: 1 } })
      const foreign = { ...author.make({ key: 'a', value: { n: 1 } }, { key: 'b' })[1]!, opId: 'till-7', origin: 'till', seq: 2 }
      storage.append([own!])
      storage.append([foreign])
      const hash = contentHash({ n: 1 }, nodeSha256)
      expect(storage.operation(own!.opId)).toEqual({ seq: 1, key: 'a', version: 1, kind: 'set', hash })
      expect(storage.operation('till-7')).toEqual({ seq: 2, key: 'b', version: 1, kind: foreign.kind, hash: undefined })
      expect(storage.operation('till-8')).toBeUndefined()
      expect(storage.operation(`${storage.storeId}-99`)).toBeUndefined()
    })

    test('L-30, L-33 an id of another origin counts as foreign, whatever number it ends with', () => {
      const { storage, author } = begin(create)
      const foreign = { ...author.make({ key: 'a', value: 1 })[0]!, opId: 'till-1', origin: 'till' }
      storage.append([foreign])
      expect(storage.operation('till-1')).toMatchObject({ seq: 1 })
      const again = { ...author.make({ key: 'a', value: 2 })[0]!, opId: 'till-1', origin: 'till' }
      expect(refusal(() => storage.append([again]))).toMatchObject({ code: 'E_OP_ID_REUSED' })
    })

    test('L-34 an operation whose change compaction let go is still known, and its id is not free', () => {
      const { storage, author } = begin(create)
      const foreign = { ...author.make({ key: 'a', value: 1 })[0]!, opId: 'till-1', origin: 'till' }
      storage.append([foreign])
      for (let n = 2; n < 6; n++) author.write('a', n)
      finish(storage.compact({ before: storage.head().at }))
      expect(storage.operation('till-1')).toMatchObject({ key: 'a', version: 1, seq: 1 })
      const again = { ...author.make({ key: 'a', value: 9 })[0]!, opId: 'till-1', origin: 'till' }
      expect(refusal(() => storage.append([again]))).toMatchObject({ code: 'E_OP_ID_REUSED' })
    })
  })

  test('L-35 live documents come with version and content hash, by key, in pages', () => {
    const { storage, author } = begin(create)
    for (const key of ['b/2', 'a/1', 'b/1', 'c', 'b/3']) author.write(key, { key })
    author.append({ key: 'b/2' })
    author.write('a/1', { key: 'other' })
    expect(storage.hashes({ limit: 10 }).map(({ key, version }) => [key, version])).toEqual([
      ['a/1', 2],
      ['b/1', 1],
      ['b/3', 1],
      ['c', 1],
    ])
    expect(storage.hashes({ prefix: 'b/', after: 'b/1', limit: 1 })).toEqual([
      { key: 'b/3', version: 1, hash: contentHash({ key: 'b/3' }, nodeSha256) },
    ])
  })
}
