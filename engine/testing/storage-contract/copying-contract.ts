import { describe, expect, test } from 'vitest'
import { begin, refusal, type CreateFixture } from './fixture.ts'

const note = (id: string, value: number | undefined) => ({ collection: 'notes', id, value })

/** What those need who copy a store as it changes. */
export function copyingContract(create: CreateFixture): void {
  describe('copying', () => {
    test('L-50 the journal keeps writes of records in their order, each after its change, and none before it was asked to', () => {
      const { storage, author } = begin(create)
      storage.append(author.make({ key: 'a', value: 1 }), [note('x', 1)])
      storage.journal.keep(true)
      storage.append([], [note('x', 2)])
      storage.append(author.make({ key: 'a', value: 2 }), [note('x', undefined), note('y', 3)])
      expect(storage.journal.page({ after: 0, limit: 10 }).map(({ seq, write }) => [seq, write.id, write.value])).toEqual([
        [1, 'x', 2],
        [2, 'x', undefined],
        [2, 'y', 3],
      ])
    })

    test('L-50 the journal comes in pages, forgets what it is told to, and its numbers never come again', () => {
      const { storage } = begin(create)
      storage.journal.keep(true)
      storage.append([], [note('a', 1), note('b', 2), note('c', 3)])
      const [first, second] = storage.journal.page({ after: 0, limit: 2 })
      expect(storage.journal.page({ after: second!.n, limit: 2 }).map(({ write }) => write.id)).toEqual(['c'])
      storage.journal.forget(first!.n)
      expect(storage.journal.page({ after: 0, limit: 9 }).map(({ write }) => write.id)).toEqual(['b', 'c'])
      const last = storage.journal.page({ after: second!.n, limit: 1 })[0]!.n
      storage.journal.forget(last)
      expect(storage.journal.page({ after: 0, limit: 9 })).toEqual([])
      expect(storage.journal.last()).toBe(last)
      storage.append([], [note('d', 4)])
      expect(storage.journal.page({ after: last, limit: 9 }).map(({ write }) => write.id)).toEqual(['d'])
      storage.journal.keep(false)
      storage.append([], [note('e', 5)])
      expect(storage.journal.page({ after: 0, limit: 9 })).toEqual([])
    })

    test('L-50 records of a bulk are in the journal with its commit, after its last change', () => {
      const { storage, author } = begin(create)
      storage.journal.keep(true)
      const bulk = storage.beginBulk()
      bulk.add(author.make({ key: 'a', value: 1 }, { key: 'b', value: 1 }), [note('x', 1)])
      bulk.commit()
      expect(storage.journal.page({ after: 0, limit: 9 }).map(({ seq, write }) => [seq, write.id])).toEqual([[2, 'x']])
    })

    test('L-51 collections are those that hold records', () => {
      const { storage } = begin(create)
      expect(storage.collections()).toEqual([])
      storage.append([], [note('a', 1), { collection: 'alerts', id: 'z', value: 1 }, { collection: 'gone', id: 'z', value: 1 }])
      storage.append([], [{ collection: 'gone', id: 'z', value: undefined }])
      expect(storage.collections()).toEqual(['alerts', 'notes'])
    })

    test('L-52 a link of the chain is told for any change of the log', () => {
      const { storage, author } = begin(create)
      const beginning = storage.link(0)
      storage.append(author.make({ key: 'a', value: 1 }, { key: 'b', value: 1 }))
      const links = [0, 1, 2].map((seq) => storage.link(seq))
      expect(links[0]).toBe(beginning)
      expect(new Set(links).size).toBe(beginning === '' ? 1 : 3)
    })
  })
}

/** Further, for stores in files. */
export function fileCopyContract(create: CreateFixture): void {
  test('L-50 the journal goes on where it was when the store is opened again', () => {
    const { storage, reopen } = begin(create)
    storage.journal.keep(true)
    storage.append([], [note('a', 1)])
    const after = reopen!()
    after.append([], [note('b', 2)])
    expect(after.journal.page({ after: 0, limit: 9 }).map(({ write }) => write.id)).toEqual(['a', 'b'])
  })

  test('L-52 there is no link below the horizon or above the head', () => {
    const { storage } = begin(create)
    expect(refusal(() => storage.link(7))).toMatchObject({ code: 'E_RANGE' })
  })
}
