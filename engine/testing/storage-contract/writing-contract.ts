import { describe, expect, test } from 'vitest'
import { admitJson } from '../../core/json/index.ts'
import { LogOracle } from '../log-oracle.ts'
import { begin, refusal, type CreateFixture } from './fixture.ts'

export function writingContract(create: CreateFixture): void {
  describe('writing', () => {
    test('L-1 an empty log has position 0, and each change takes the next', () => {
      const { storage, author } = begin(create)
      expect(storage.head()).toMatchObject({ seq: 0, at: 0 })
      expect(storage.lastHlc()).toBe('')
      expect(storage.horizon()).toMatchObject({ seq: 0, at: 0 })
      author.write('a', 1)
      const [, last] = author.append({ key: 'b', value: 2 }, { key: 'c', value: 3 })
      expect(storage.head()).toMatchObject({ seq: 3, at: last?.at })
      expect(storage.lastHlc()).toBe(last?.hlc)
    })

    test.each([0, 1, 3, 7])('L-1 a change at position %i does not follow position 1', (seq) => {
      const { storage, author } = begin(create)
      author.write('a', 1)
      const [change] = author.make({ key: 'b', value: 2 })
      expect(refusal(() => storage.append([{ ...change!, seq }]))).toMatchObject({ code: 'E_SEQ_GAP' })
      expect(storage.head().seq).toBe(1)
      expect(storage.read('b')).toBeUndefined()
    })

    test('L-2 an append with one bad change leaves nothing of the good ones', () => {
      const { storage, author } = begin(create)
      author.write('a', { n: 1 })
      const digest = storage.digest()
      const [good, bad] = author.make({ key: 'a', value: { n: 2 } }, { key: 'b/c', value: 1, actor: 'nobody yet' })
      expect(refusal(() => storage.append([good!, { ...bad!, seq: 9 }]))).toMatchObject({ code: 'E_SEQ_GAP' })
      expect(refusal(() => storage.append([good!, { ...good!, seq: 3 }]))).toMatchObject({ code: 'E_VERSION_CONFLICT' })
      expect(storage.head().seq).toBe(1)
      expect(storage.read('a')?.value).toEqual({ n: 1 })
      expect(storage.read('b/c')).toBeUndefined()
      expect(storage.digest()).toBe(digest)
      expect(storage.children({ prefix: '', limit: 10 }).map(({ name }) => name)).toEqual(['a'])
      storage.append([good!, bad!])
      expect(storage.read('b/c')?.actor).toBe('nobody yet')
      expect(storage.statistics()).toMatchObject({ documents: 2, changes: 3 })
    })

    test('L-2 later changes of one append see the earlier ones, and an empty append does nothing', () => {
      const { storage, author } = begin(create)
      storage.append([])
      author.append({ key: 'a', value: [1] }, { key: 'a', value: [1, 2] }, { key: 'a' }, { key: 'a', value: [3] })
      expect(storage.read('a')).toMatchObject({ version: 4, value: [3] })
      expect([1, 2, 3, 4].map((version) => storage.readVersion('a', version)?.value)).toEqual([[1], [1, 2], undefined, [3]])
    })

    test('L-3 a version rises, if need be by more than one', () => {
      const { storage, author } = begin(create)
      author.append({ key: 'a', value: 1, version: 5, baseVersion: 0, kind: 'import' })
      const stale = author.make({ key: 'a', value: 2 })[0]!
      for (const version of [0, 4, 5])
        expect(refusal(() => storage.append([{ ...stale, version }]))).toMatchObject({
          code: 'E_VERSION_CONFLICT',
          details: { key: 'a', current: 5 },
        })
      author.commit([stale])
      expect(storage.read('a')).toMatchObject({ version: 6, value: 2 })
      expect(storage.readVersion('a', 5)?.value).toBe(1)
      expect(storage.readVersion('a', 3)).toBeUndefined()
      expect(storage.history('a', { limit: 9 }).map(({ version }) => version)).toEqual([6, 5])
    })

    test('L-3 the author of a merge may have seen less than the version before', () => {
      const { storage, author } = begin(create)
      author.append(
        { key: 'a', value: { x: 1 } },
        { key: 'a', value: { x: 2 } },
        { key: 'a', value: { x: 2, y: 3 }, kind: 'merge', baseVersion: 1 },
      )
      expect(storage.history('a', { limit: 1 })[0]).toMatchObject({ version: 3, baseVersion: 1, kind: 'merge' })
    })

    test('L-30 an operation is taken once', () => {
      const { storage, author } = begin(create)
      author.write('a', 1, { opId: 'phone-17', origin: 'phone' })
      const again = author.make({ key: 'b', value: 1, opId: 'phone-17', origin: 'phone' })[0]!
      expect(refusal(() => storage.append([again]))).toMatchObject({ code: 'E_OP_ID_REUSED', details: { opId: 'phone-17' } })
      expect(storage.head().seq).toBe(1)
      author.commit([{ ...again, opId: 'phone-18' }])
      expect(storage.log({ after: 0, limit: 9 }).map(({ opId }) => opId)).toEqual(['phone-17', 'phone-18'])
    })

    test('L-18 every change comes back as it was appended, whatever it carries', () => {
      const { storage, author, reopen } = begin(create)
      const metadata = {
        tags: ['x', 'y'],
        contentType: 'text/plain',
        retentionClass: 'short',
        custom: admitJson({ deep: { n: [1] } }) as never,
      }
      author.append({ key: 'plain', value: null })
      author.append({
        key: 'a/b',
        value: { text: 'é😀\u0000"' },
        metadata,
        actor: 'operator-2',
        priority: 'critical',
        reason: 'because',
        cause: 'import:7',
        kind: 'import',
        batch: 2,
      })
      author.append({
        key: 'a/b',
        value: { text: 'é😀' },
        metadata,
        kind: 'merge',
        priority: 'low',
        hlc: '0123456789ab',
        origin: 'elsewhere',
        opId: 'op',
      })
      author.append(
        { key: 'a/b', kind: 'rollback', cause: 'rollback:0', metadata },
        { key: 'a/b', value: 0 },
        { key: 'a/b', value: 0, metadata: { tags: ['t'] } },
      )
      expect(storage.changes({ after: 0, limit: 100 })).toEqual(author.made)
      const after = reopen?.()
      if (after) expect(after.changes({ after: 0, limit: 100 })).toEqual(author.made)
      const oracle = new LogOracle(author.made)
      for (const key of ['plain', 'a/b']) expect((after ?? storage).read(key)).toEqual(oracle.documentAt(key))
    })

    test('L-28 a closed store refuses everything but being closed', () => {
      const { storage, author } = begin(create)
      author.write('a', 1)
      const next = author.make({ key: 'a', value: 2 })
      storage.close()
      storage.close()
      const calls = [
        () => storage.append(next),
        () => storage.beginBulk(),
        () => storage.read('a'),
        () => storage.readVersion('a', 1),
        () => storage.readAt('a', 1),
        () => storage.history('a', { limit: 1 }),
        () => storage.log({ after: 0, limit: 1 }),
        () => storage.changes({ after: 0, limit: 1 }),
        () => storage.seqAt(1),
        () => storage.scan({ filter: { terms: [] }, sort: 'key' }, { examine: 1 }),
        () => storage.rows([1]),
        () => storage.list({ limit: 1 }),
        () => storage.children({ prefix: '', limit: 1 }),
        () => storage.statistics(),
        () => storage.digest(),
        () => storage.compact({}).next(),
        () => storage.verify().next(),
        () => storage.checkpoint(),
      ]
      expect(calls.map((call) => refusal(call).code)).toEqual(calls.map(() => 'E_STORE_CLOSED'))
    })

    test('L-29 a checkpoint changes nothing that can be read', () => {
      const { storage, author } = begin(create)
      storage.checkpoint()
      author.append({ key: 'a', value: { n: 1 } }, { key: 'a', value: { n: 2 } }, { key: 'b', value: 1 })
      const digest = storage.digest()
      storage.checkpoint()
      storage.checkpoint()
      expect(storage.digest()).toBe(digest)
      expect(storage.changes({ after: 0, limit: 9 })).toEqual(author.made)
      author.write('a', { n: 3 })
      expect(storage.read('a')?.value).toEqual({ n: 3 })
    })
  })
}
