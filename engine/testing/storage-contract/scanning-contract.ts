import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesFilter, parseFilter, type DocumentFilter, type FilterTerm } from '../../core/query/index.ts'
import type { SortColumn, Storage } from '../../ports/storage.ts'
import { LogOracle } from '../log-oracle.ts'
import { begin, type CreateFixture } from './fixture.ts'
import { TRICKY_KEYS } from './reading-contract.ts'

function scanAll(
  storage: Storage,
  filter: DocumentFilter,
  options: { readonly examine?: number; readonly atSeq?: number; readonly sort?: SortColumn } = {},
): { ids: number[]; sortValues: number[] } {
  const { examine = 3, atSeq, sort = 'key' } = options
  const ids: number[] = []
  const sortValues: number[] = []
  for (let cursor: string | undefined; ;) {
    const slice = storage.scan(
      { filter, sort, ...(atSeq === undefined ? {} : { atSeq }) },
      { examine, ...(cursor === undefined ? {} : { cursor }) },
    )
    expect(slice.examined).toBeLessThanOrEqual(examine)
    ids.push(...slice.ids)
    sortValues.push(...slice.sortValues)
    if (slice.cursor === undefined) return { ids, sortValues }
    cursor = slice.cursor
  }
}

function keysOf(storage: Storage, ids: readonly number[], atSeq?: number): readonly string[] {
  return storage.rows(ids, atSeq).map((row) => row?.key as string)
}

const arbitraryScalar = fc.constantFrom(0, 1, 2, -1.5, 'alpha', 'Alpha', 'ALPHA BETA', 'ß', 'ss', 'é', '', '1', true, false, null)
const arbitraryField = fc.constantFrom(
  ['n'],
  ['text'],
  ['list'],
  ['list', '0'],
  ['list', '1'],
  ['deep', 'n'],
  ['deep', '0'],
  ['0'],
  ['a"b'],
  ['a.b'],
  ['constructor'],
  [],
)
const not = fc.boolean()
const arbitraryTerm: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({
    type: fc.constant('key' as const),
    pattern: fc.constantFrom('a', 'a*', 'a/*', 'a/**', '**', '*', '*/x', '😀**', 'é'),
    not,
  }),
  fc.record({ type: fc.constant('text' as const), text: fc.constantFrom('alpha', 'BETA', 'ss', 'a', 'x', 'é', '%', '_'), not }),
  fc.record({
    type: fc.constant('field' as const),
    path: arbitraryField,
    comparison: fc.constantFrom('=' as const, '!=' as const),
    operand: arbitraryScalar,
    not,
  }),
  fc.record({
    type: fc.constant('field' as const),
    path: arbitraryField,
    comparison: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const, '~' as const),
    operand: arbitraryScalar.filter((operand) => typeof operand === 'string' || typeof operand === 'number'),
    not,
  }),
  fc.record({
    type: fc.constant('field' as const),
    path: arbitraryField,
    comparison: fc.constant('exists' as const),
    operand: fc.constant(null),
    not,
  }),
  fc.record({ type: fc.constant('tag' as const), tag: fc.constantFrom('x', 'y', 'X', '%'), not }),
  fc.record({ type: fc.constant('actor' as const), actor: fc.constantFrom('operator-1', 'operator-2', 'nobody'), not }),
  fc.record({
    type: fc.constant('changed-since' as const),
    at: fc.constantFrom(0, 1_800_000_010_000, 1_800_000_020_000, 1e14),
    not,
  }),
  fc.record({ type: fc.constant('deleted' as const), not }),
)

const arbitraryScanned = fc.oneof(
  fc.record(
    {
      n: arbitraryScalar,
      text: arbitraryScalar,
      list: fc.array(arbitraryScalar, { maxLength: 2 }),
      deep: fc.oneof(fc.record({ n: arbitraryScalar, '0': arbitraryScalar }), fc.array(arbitraryScalar, { maxLength: 2 })),
      '0': arbitraryScalar,
      'a"b': arbitraryScalar,
      'a.b': arbitraryScalar,
    },
    { requiredKeys: [] },
  ),
  arbitraryScalar,
  fc.array(arbitraryScalar, { maxLength: 3 }),
  fc.constant(undefined),
)

const arbitraryEdit = fc.record({
  key: fc.constantFrom(...TRICKY_KEYS),
  value: arbitraryScanned,
  actor: fc.constantFrom('operator-1', 'operator-2'),
  metadata: fc.constantFrom({}, { tags: ['x'] }, { tags: ['X', 'y'] }),
})

export function scanningContract(create: CreateFixture): void {
  describe('scanning', () => {
    test('L-22 a scan finds what the filter describes, now and at any position', { timeout: 60_000 }, () => {
      fc.assert(
        fc.property(
          fc.array(arbitraryEdit, { minLength: 1, maxLength: 30 }),
          fc.array(fc.array(arbitraryTerm, { maxLength: 3 }), { minLength: 8, maxLength: 8 }),
          fc.nat(30),
          (edits, filters, position) => {
            const { storage, author } = begin(create)
            author.append(...edits)
            const oracle = new LogOracle(author.made)
            for (const terms of filters) {
              const filter = { terms }
              for (const atSeq of [undefined, Math.min(position, edits.length)]) {
                const expected = oracle.keys(atSeq).filter((key) => matchesFilter(filter, oracle.documentAt(key, atSeq)!))
                const { ids } = scanAll(storage, filter, atSeq === undefined ? {} : { atSeq })
                expect(keysOf(storage, ids, atSeq)).toEqual(expected)
              }
            }
            storage.close()
          },
        ),
        { numRuns: 60, seed: 22 },
      )
    })

    test.each(['version', 'sizeBytes', 'updatedAt'] as const)('L-22 the %s comes beside each number', (sort) => {
      const { storage, author } = begin(create)
      for (let n = 0; n < 40; n += 1)
        author.append({ key: TRICKY_KEYS[(n * n) % TRICKY_KEYS.length] as string, value: 'x'.repeat(n) })
      for (const options of [{ sort }, { sort, atSeq: 21 }]) {
        const { ids, sortValues } = scanAll(storage, parseFilter('', 0), options)
        expect(sortValues).toEqual(storage.rows(ids, 'atSeq' in options ? options.atSeq : undefined).map((row) => row?.[sort]))
      }
      expect(scanAll(storage, parseFilter('', 0)).sortValues).toEqual([])
    })

    test.each([1, 2, 5, 1000])('L-22 %i documents a step find the same', (examine) => {
      const { storage, author } = begin(create)
      author.append(...Array.from({ length: 50 }, (_, n) => ({ key: `k/${n}`, value: { n } })))
      const filter: DocumentFilter = { terms: [{ type: 'field', path: ['n'], comparison: '>=', operand: 25, not: false }] }
      expect(keysOf(storage, scanAll(storage, filter, { examine }).ids)).toHaveLength(25)
    })

    test('L-22 a scan goes on behind its cursor when documents come and go', () => {
      const { storage, author } = begin(create)
      author.append(...Array.from({ length: 10 }, (_, n) => ({ key: `k${n}`, value: n })))
      const everything = { filter: { terms: [] }, sort: 'key' as const }
      const first = storage.scan(everything, { examine: 5 })
      author.append({ key: 'k0' }, { key: 'k4' }, { key: 'k45', value: 1 }, { key: 'k7' })
      const rest = storage.scan(everything, { examine: 100, cursor: first.cursor as string })
      expect(keysOf(storage, rest.ids)).toEqual(['k45', 'k5', 'k6', 'k8', 'k9'])
    })
  })
}
