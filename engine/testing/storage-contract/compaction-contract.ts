import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../core/log/change.ts'
import type { Storage } from '../../ports/storage.ts'
import { LogOracle } from '../log-oracle.ts'
import { begin, finish, refusal, type CreateFixture } from './fixture.ts'
import { TRICKY_KEYS } from './reading-contract.ts'

/** Sixty changes to nine keys, a second apart, with deletions. */
function beginWritten(create: CreateFixture) {
  const begun = begin(create)
  for (let n = 0; n < 60; n += 1) {
    const value =
      n % 11 === 10
        ? undefined
        : { n, text: 'a text that stays the same all the time', list: Array.from({ length: n % 4 }, () => n) }
    begun.author.append({
      key: TRICKY_KEYS[(n * 5) % TRICKY_KEYS.length] as string,
      value,
      metadata: n % 3 === 0 ? { tags: [`t${n % 2}`] } : {},
    })
  }
  return { ...begun, oracle: new LogOracle(begun.author.made) }
}

/** A refusal names the version from which on all can be read. */
function expectOldest(storage: Storage, change: Change, { code, details }: ReturnType<typeof refusal>): void {
  expect(code).toBe('E_COMPACTED')
  const { oldest } = details as { oldest: number }
  expect(oldest).toBeGreaterThan(change.version)
  for (const { version } of storage.history(change.key, { limit: 99 }))
    if (version >= oldest) storage.readVersion(change.key, version)
}

export function compactionContract(create: CreateFixture): void {
  describe('compaction', () => {
    test.each([1, 17, 30, 60])('L-24 to position %i: from there on everything is as it was', (seq) => {
      const { storage, author, oracle, reopen } = beginWritten(create)
      const at = author.made[seq - 1]?.at as number
      const digest = storage.digest()
      const report = finish(storage.compact({ before: at }))
      expect(report.horizon).toMatchObject({ seq, at })
      expect(report.removedChanges).toBe(seq - oracle.keys(seq).length)
      for (const store of [storage, reopen?.() ?? storage]) {
        if (store === storage && reopen) continue
        expect(store.horizon()).toMatchObject({ seq, at })
        expect(store.digest()).toBe(digest)
        expect(finish(store.verify()).problems).toEqual([])
        expect(store.statistics().changes).toBe(60 - seq)
        expect(store.log({ after: seq, limit: 99 })).toHaveLength(60 - seq)
        expect(store.changes({ after: seq, limit: 99 })).toEqual(author.made.slice(seq))
        for (const key of TRICKY_KEYS) {
          expect(store.read(key)).toEqual(oracle.documentAt(key))
          for (let position = seq; position <= 60; position += 1)
            expect(store.readAt(key, position)).toEqual(oracle.documentAt(key, position))
          const floor = oracle.line(key, seq).at(-1)
          const kept = oracle.line(key).filter((change) => change.seq >= (floor?.seq ?? 0))
          expect(store.history(key, { limit: 99 }).map(({ version, readable }) => [version, readable])).toEqual(
            kept.map(({ version }) => [version, true]).toReversed(),
          )
          for (const change of kept) expect(store.readVersion(key, change.version)).toEqual(oracle.document(change))
        }
      }
    })

    test('L-24 below the horizon nothing is read', () => {
      const { storage, author, oracle } = beginWritten(create)
      finish(storage.compact({ before: author.made[39]?.at as number }))
      expect(refusal(() => storage.readAt('a', 39))).toMatchObject({ code: 'E_COMPACTED', details: { oldest: 40 } })
      expect(refusal(() => storage.list({ limit: 1, atSeq: 39 })).code).toBe('E_COMPACTED')
      expect(refusal(() => storage.rows([1], 39)).code).toBe('E_COMPACTED')
      expect(refusal(() => storage.scan({ filter: { terms: [] }, sort: 'key', atSeq: 39 }, { examine: 1 })).code).toBe(
        'E_COMPACTED',
      )
      expect(refusal(() => storage.log({ after: 39, limit: 1 })).code).toBe('E_COMPACTED')
      expect(refusal(() => storage.changes({ after: 39, limit: 1 })).code).toBe('E_COMPACTED')
      const floor = oracle.line('a', 40).at(-1)?.version as number
      expect(refusal(() => storage.readVersion('a', floor - 1))).toMatchObject({ code: 'E_COMPACTED', details: { oldest: floor } })
      expect(storage.seqAt(author.made[20]?.at as number)).toBe(0)
    })

    test('L-24 a horizon only moves forward, and writing goes on above it', () => {
      const { storage, author } = beginWritten(create)
      finish(storage.compact({ before: author.made[29]?.at as number }))
      expect(finish(storage.compact({ before: author.made[9]?.at as number }))).toMatchObject({
        horizon: { seq: 30 },
        removedChanges: 0,
      })
      author.append({ key: 'a', value: { again: true } }, { key: 'brand/new', value: 1 })
      finish(storage.compact({ before: author.made[61]?.at as number }))
      expect(storage.horizon().seq).toBe(62)
      expect(storage.head().seq).toBe(62)
      author.write('a', { n: 63 })
      expect(storage.readAt('a', 62)?.value).toEqual({ again: true })
      expect(storage.log({ after: 62, limit: 9 })).toHaveLength(1)
      expect(finish(storage.verify()).problems).toEqual([])
    })

    test.each([1, 2, 5, 100])('L-25 to %i versions: their values stay, who and when stays of all', (keepVersions) => {
      const { storage, author, oracle, reopen } = beginWritten(create)
      const digest = storage.digest()
      const report = finish(storage.compact({ keepVersions }))
      const trimmed = TRICKY_KEYS.flatMap((key) => oracle.line(key).slice(0, -keepVersions)).filter(
        ({ value }) => value !== undefined,
      )
      expect(report.trimmedVersions).toBe(trimmed.length)
      expect(report.horizon.seq).toBe(0)
      const store = reopen?.() ?? storage
      expect(store.digest()).toBe(digest)
      expect(finish(store.verify()).problems).toEqual([])
      for (const key of TRICKY_KEYS) {
        const line = oracle.line(key)
        const entries = store.history(key, { limit: 99 }).toReversed()
        expect(entries.map(({ seq, actor, at }) => ({ seq, actor, at }))).toEqual(
          line.map(({ seq, actor, at }) => ({ seq, actor, at })),
        )
        line.forEach((change, index) => {
          const readable = change.value === undefined || index >= line.length - keepVersions
          expect(entries[index]?.readable).toBe(readable)
          if (readable) expect(store.readVersion(key, change.version)).toEqual(oracle.document(change))
          else
            expectOldest(
              store,
              change,
              refusal(() => store.readVersion(key, change.version)),
            )
        })
      }
      expect(store.log({ after: 0, limit: 99 }).filter(({ readable }) => !readable)).toHaveLength(trimmed.length)
      if (trimmed.length > 0) expect(refusal(() => store.changes({ after: 0, limit: 99 })).code).toBe('E_COMPACTED')
      expect(author.made).toHaveLength(60)
    })

    test('L-25 a key may have a number of its own', () => {
      const { storage, oracle } = beginWritten(create)
      finish(storage.compact({ keepVersions: 1, keepVersionsOf: (key) => (key === 'a' ? 4 : undefined) }))
      const readable = (key: string) =>
        storage.history(key, { limit: 99 }).filter((entry) => entry.readable && !entry.deleted).length
      expect(readable('a')).toBe(
        oracle
          .line('a')
          .slice(-4)
          .filter(({ value }) => value !== undefined).length,
      )
      expect(readable('ab')).toBe(1)
    })

    test('L-25 letting go twice lets nothing more go, and writing goes on', () => {
      const { storage, author } = beginWritten(create)
      finish(storage.compact({ keepVersions: 3 }))
      expect(finish(storage.compact({ keepVersions: 3 }))).toMatchObject({ trimmedVersions: 0, removedChanges: 0 })
      expect(finish(storage.compact({ keepVersions: 9 }))).toMatchObject({ trimmedVersions: 0 })
      for (let n = 0; n < 80; n += 1) author.write('a', { n, same: 'same' })
      const oracle = new LogOracle(author.made)
      for (const change of oracle.line('a').slice(-82))
        expect(storage.readVersion('a', change.version)).toEqual(oracle.document(change))
      expect(finish(storage.compact({ keepVersions: 10 })).trimmedVersions).toBeGreaterThanOrEqual(70)
      expect(finish(storage.verify()).problems).toEqual([])
    })

    test('L-22 L-25 a document whose value was let go is found by what remains', () => {
      const { storage, author } = begin(create)
      author.write('a', { n: 1 }, { actor: 'operator-2', metadata: { tags: ['old'] } })
      author.append({ key: 'a', value: { n: 2 } }, { key: 'a', value: { n: 3 } }, { key: 'b', value: { n: 1 } })
      finish(storage.compact({ keepVersions: 1 }))
      const find = (...terms: Parameters<typeof storage.scan>[0]['filter']['terms']) =>
        storage.scan({ filter: { terms }, sort: 'key', atSeq: 1 }, { examine: 9 }).ids.length
      expect(find()).toBe(1)
      expect(
        find(
          { type: 'tag', tag: 'old', not: false },
          { type: 'actor', actor: 'operator-2', not: false },
          { type: 'key', pattern: 'a*', not: false },
        ),
      ).toBe(1)
      expect(find({ type: 'field', path: ['n'], comparison: '=', operand: 1, not: false })).toBe(0)
      expect(find({ type: 'field', path: ['n'], comparison: '=', operand: 1, not: true })).toBe(0)
      expect(find({ type: 'text', text: 'a', not: false })).toBe(0)
      expect(storage.list({ limit: 9, atSeq: 1 })).toMatchObject([
        { key: 'a', version: 1, actor: 'operator-2', tags: ['old'], sizeBytes: 7 },
      ])
    })

    test('L-24 L-25 both at once, over and over, with writes between', { timeout: 60_000 }, () => {
      const step = fc.record({
        edits: fc.integer({ min: 0, max: 12 }),
        before: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        keepVersions: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      })
      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
          const { storage, author } = begin(create)
          let n = 0
          for (const { edits, before, keepVersions } of steps) {
            for (let i = 0; i < edits; i += 1)
              author.append({
                key: TRICKY_KEYS[(n * n) % 4] as string,
                value: (n += 1) % 7 === 6 ? undefined : { n, same: 'the same text every time' },
              })
            const position = before === undefined ? undefined : author.made[Math.floor(before * author.made.length)]?.at
            finish(
              storage.compact({
                ...(position === undefined ? {} : { before: position }),
                ...(keepVersions === undefined ? {} : { keepVersions }),
              }),
            )
            expect(finish(storage.verify()).problems).toEqual([])
          }
          const oracle = new LogOracle(author.made)
          for (const key of oracle.keys()) {
            expect(storage.read(key)).toEqual(oracle.documentAt(key))
            for (const entry of storage.history(key, { limit: 99 })) {
              if (entry.readable)
                expect(storage.readVersion(key, entry.version)).toEqual(oracle.document(author.made[entry.seq - 1]!))
            }
          }
          storage.close()
        }),
        { numRuns: 40, seed: 24 },
      )
    })

    test('L-24 L-25 compaction works in slices, with reads and writes between them', () => {
      const { storage, author } = begin(create)
      for (let round = 0; round < 4; round += 1)
        author.append(...Array.from({ length: 1500 }, (_, n) => ({ key: `k/${n}`, value: { round, n } })))
      const slices = storage.compact({ before: author.made[2999]?.at as number, keepVersions: 1 })
      let count = 0
      for (;;) {
        const slice = slices.next()
        if (slice.done) {
          expect(slice.value).toMatchObject({ horizon: { seq: 3000 }, removedChanges: 1500 })
          break
        }
        expect(slice.value.done).toBeLessThanOrEqual(slice.value.total)
        count += 1
        author.write(`during/${count}`, count)
        expect(storage.read('k/7')?.value).toEqual({ round: 3, n: 7 })
        expect(storage.readAt('k/1499', 6000)?.value).toEqual({ round: 3, n: 1499 })
      }
      expect(count).toBeGreaterThan(2)
      expect(storage.statistics()).toMatchObject({ documents: 1500 + count, changes: 3000 + count })
      expect(finish(storage.verify()).problems).toEqual([])
    })
  })
}
