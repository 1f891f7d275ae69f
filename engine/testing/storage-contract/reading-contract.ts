import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../core/log/change.ts'
import type { HistoryEntry, Storage } from '../../ports/storage.ts'
import type { Edit } from '../change-author.ts'
import { arbitraryJson } from '../json-arbitrary.ts'
import { LogOracle } from '../log-oracle.ts'
import { begin, type CreateFixture } from './fixture.ts'

/** Keys whose order and nesting are easy to get wrong: prefixes of each other, signs below `/`, both kinds of code point order. */
export const TRICKY_KEYS = ['a', 'a-b', 'a/b', 'a/b/c', 'ab', 'é', '\uffee/x', '😀/x', '😀']

const arbitraryValue = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      n: fc.nat(3),
      text: fc.constantFrom('alpha beta gamma', 'alpha beta delta', 'omega'),
      list: fc.array(fc.nat(3), { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: arbitraryJson },
  { weight: 1, arbitrary: fc.constant(undefined) },
)

const arbitraryEdits: fc.Arbitrary<readonly (readonly Edit[])[]> = fc.array(
  fc.array(
    fc.record({
      key: fc.constantFrom(...TRICKY_KEYS),
      value: arbitraryValue,
      metadata: fc.constantFrom({}, { tags: ['x'] }, { tags: ['x', 'y'], custom: { n: 1 } }),
      actor: fc.constantFrom('operator-1', 'operator-2'),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  { minLength: 1, maxLength: 12 },
)

function entryOf(change: Change): Partial<HistoryEntry> {
  const { value: _value, metadata: _metadata, ...summary } = change
  return { ...summary, readable: true }
}

function expectAsTold(storage: Storage, made: readonly Change[]): void {
  const oracle = new LogOracle(made)
  for (const key of TRICKY_KEYS) {
    expect(storage.read(key)).toEqual(oracle.documentAt(key))
    for (const change of oracle.line(key)) expect(storage.readVersion(key, change.version)).toEqual(oracle.document(change))
    for (let seq = 0; seq <= made.length; seq += 1) expect(storage.readAt(key, seq)).toEqual(oracle.documentAt(key, seq))
    expect(storage.history(key, { limit: 100 })).toMatchObject(oracle.line(key).map(entryOf).toReversed())
  }
  expect(storage.changes({ after: 0, limit: 1000 })).toEqual(made)
}

export function readingContract(create: CreateFixture): void {
  describe('reading', () => {
    test('L-15 L-16 L-17 L-18 whatever is written, everything that was can be read', { timeout: 60_000 }, () => {
      fc.assert(
        fc.property(arbitraryEdits, (appends) => {
          const { storage, author, reopen } = begin(create)
          for (const edits of appends) author.append(...edits)
          expectAsTold(storage, author.made)
          const after = reopen?.()
          if (after) expectAsTold(after, author.made)
          after?.close()
        }),
        { numRuns: 60, seed: 15 },
      )
    })

    test('L-15 each of three hundred versions of a key', () => {
      const { storage, author } = begin(create)
      const document = (n: number) => ({ n, name: 'a name that stays', list: Array.from({ length: n % 7 }, (_, i) => i * n) })
      for (let n = 1; n <= 300; n += 1) {
        if (n % 97 === 0) author.append({ key: 'k' })
        else
          author.append(
            { key: 'k', value: document(n), metadata: n < 120 ? {} : { tags: [`t${n % 3}`] } },
            { key: 'other', value: n },
          )
      }
      const oracle = new LogOracle(author.made)
      for (const change of oracle.line('k')) {
        expect(storage.readVersion('k', change.version)).toEqual(oracle.document(change))
        expect(storage.readAt('k', change.seq)).toEqual(oracle.document(change))
        expect(storage.readAt('k', change.seq - 1)).toEqual(oracle.documentAt('k', change.seq - 1))
      }
    })

    test('L-15 what never was is undefined', () => {
      const { storage, author } = begin(create)
      author.append({ key: 'a', value: 1 }, { key: 'a', value: 2 })
      expect([0, 3, 99].map((version) => storage.readVersion('a', version))).toEqual([undefined, undefined, undefined])
      expect(storage.read('b')).toBeUndefined()
      expect(storage.readVersion('b', 1)).toBeUndefined()
      expect(storage.readAt('b', 2)).toBeUndefined()
      expect(storage.history('b', { limit: 5 })).toEqual([])
    })

    test('L-15 what is handed out is frozen, and the same again while nothing changes', () => {
      const { storage, author } = begin(create)
      author.write('a', { inner: { n: 1 } })
      const value = storage.read('a')?.value as { inner: object }
      expect(Object.isFrozen(value) && Object.isFrozen(value.inner)).toBe(true)
      expect(storage.read('a')?.value).toBe(value)
      expect(Object.isFrozen(storage.readVersion('a', 1)?.value)).toBe(true)
    })

    test('L-17 a history is read in pages, newest first', () => {
      const { storage, author } = begin(create)
      for (let n = 1; n <= 100; n += 1) author.append({ key: 'k', value: n }, { key: 'other', value: n })
      const seen: number[] = []
      for (let before: number | undefined; ;) {
        const page = storage.history('k', { limit: 7, ...(before === undefined ? {} : { before }) })
        if (page.length === 0) break
        seen.push(...page.map(({ version }) => version))
        before = page.at(-1)?.version as number
      }
      expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => 100 - i))
    })

    test('L-17 an entry tells hash and size of the value, and of a deletion neither', () => {
      const { storage, author } = begin(create)
      author.append({ key: 'a', value: 'é' }, { key: 'b', value: 'é' }, { key: 'a' })
      const [deletion, first] = storage.history('a', { limit: 2 })
      expect(first).toMatchObject({ deleted: false, sizeBytes: 4, readable: true })
      expect(first?.hash).toMatch(/^[\w-]{43}$/)
      expect(storage.history('b', { limit: 1 })[0]?.hash).toBe(first?.hash)
      expect(deletion).toMatchObject({ deleted: true, sizeBytes: 0, readable: true })
      expect(deletion?.hash).toBeUndefined()
    })

    test('L-18 the log is read in pages, oldest first', () => {
      const { storage, author } = begin(create)
      for (let n = 1; n <= 50; n += 1) author.append({ key: `k${n % 5}`, value: { n } })
      const seqs = (page: readonly { seq: number }[]) => page.map(({ seq }) => seq)
      expect(seqs(storage.log({ after: 0, limit: 3 }))).toEqual([1, 2, 3])
      expect(seqs(storage.log({ after: 48, limit: 10 }))).toEqual([49, 50])
      expect(storage.log({ after: 50, limit: 10 })).toEqual([])
      expect(storage.log({ after: 0, limit: 50 })).toMatchObject(author.made.map(entryOf))
      expect(storage.changes({ after: 20, limit: 10 })).toEqual(author.made.slice(20, 30))
      expect(storage.changes({ after: 0, limit: 10 })).toEqual(author.made.slice(0, 10))
    })

    test('L-19 an instant is the last position at or before it', () => {
      const { storage, author } = begin(create)
      expect(storage.seqAt(5)).toBe(0)
      const ats = [100, 100, 101, 200, 200, 200, 300]
      ats.forEach((at, i) => author.write(`k${i}`, i, { at }))
      expect([0, 99, 100, 101, 102, 199, 200, 299, 300, 1e15].map((at) => storage.seqAt(at))).toEqual([
        0, 0, 2, 3, 3, 3, 6, 6, 7, 7,
      ])
    })

    test('L-26 the digest is that of the state, not of the way to it', () => {
      const one = begin(create)
      const two = begin(create)
      expect(one.storage.digest()).toBe(two.storage.digest())
      one.author.append({ key: 'a', value: { x: 1, y: 2 } }, { key: 'b', value: 1 }, { key: 'gone', value: 1 }, { key: 'gone' })
      two.author.write('b', 1, { actor: 'someone else', metadata: { tags: ['x'] } })
      expect(one.storage.digest()).not.toBe(two.storage.digest())
      two.author.write('a', { y: 2, x: 1 })
      expect(one.storage.digest()).toBe(two.storage.digest())
      two.author.write('a', { y: 2, x: 3 })
      expect(one.storage.digest()).not.toBe(two.storage.digest())
      two.author.write('a', { y: 2, x: 1 })
      expect(one.storage.digest(), 'the version counts').not.toBe(two.storage.digest())
    })

    test('L-27 statistics follow births, deaths and rebirths', () => {
      const { storage, author, reopen } = begin(create)
      expect(storage.statistics()).toMatchObject({ documents: 0, deletedDocuments: 0, changes: 0 })
      author.append(
        { key: 'a', value: 1 },
        { key: 'b/c', value: 2 },
        { key: 'b/d', value: 3 },
        { key: 'a' },
        { key: 'b/d' },
        { key: 'b/d', value: 4 },
      )
      expect(storage.statistics()).toMatchObject({ documents: 2, deletedDocuments: 1, changes: 6 })
      const { bytes, historyBytes } = storage.statistics()
      expect(bytes).toBeGreaterThan(0)
      expect(historyBytes).toBeGreaterThan(0)
      author.append({ key: 'big', value: 'x'.repeat(50_000) }, { key: 'big', value: 'y'.repeat(50_000) })
      expect(storage.statistics().historyBytes).toBeGreaterThan(historyBytes + 50_000)
      expect(storage.statistics().bytes).toBeGreaterThan(bytes + 50_000)
      const after = reopen?.()
      if (after)
        expect(after.statistics()).toMatchObject({
          documents: 3,
          deletedDocuments: 1,
          changes: 8,
          historyBytes: expect.any(Number),
        })
    })
  })
}
