import { describe, expect, test } from 'vitest'
import { compareCodePoints } from '../../core/query/index.ts'
import type { PrefixNode, Storage } from '../../ports/storage.ts'
import { LogOracle } from '../log-oracle.ts'
import { begin, type CreateFixture } from './fixture.ts'
import { TRICKY_KEYS } from './reading-contract.ts'

function allKeys(storage: Storage, page: { readonly prefix?: string; readonly atSeq?: number }, limit: number): readonly string[] {
  const keys: string[] = []
  for (;;) {
    const after = keys.at(-1)
    const rows = storage.list({ ...page, limit, ...(after === undefined ? {} : { after }) })
    if (rows.length === 0) return keys
    keys.push(...rows.map(({ key }) => key))
  }
}

function allChildren(storage: Storage, prefix: string, limit: number): readonly PrefixNode[] {
  const nodes: PrefixNode[] = []
  for (;;) {
    const after = nodes.at(-1)?.name
    const page = storage.children({ prefix, limit, ...(after === undefined ? {} : { after }) })
    if (page.length === 0) return nodes
    nodes.push(...page)
  }
}

/** One level of the tree, told the plain way. */
function expectedChildren(keys: readonly string[], prefix: string): readonly PrefixNode[] {
  const base = prefix === '' ? '' : `${prefix}/`
  const under = keys.filter((key) => key.startsWith(base)).map((key) => key.slice(base.length))
  const names = [...new Set(under.map((rest) => rest.split('/')[0] as string))].toSorted(compareCodePoints)
  return names.map((name) => {
    const deeper = under.filter((rest) => rest.startsWith(`${name}/`)).length
    return { name, path: base + name, documents: deeper + Number(under.includes(name)), branch: deeper > 0 }
  })
}

export function listingContract(create: CreateFixture): void {
  describe('listing', () => {
    test.each([1, 2, 100])('L-20 all live keys in code point order, %i a page', (limit) => {
      const { storage, author } = begin(create)
      author.append(...TRICKY_KEYS.toReversed().map((key) => ({ key, value: key })), { key: 'a/gone', value: 1 }, { key: 'a/gone' })
      expect(allKeys(storage, {}, limit)).toEqual(TRICKY_KEYS.toSorted(compareCodePoints))
      expect(allKeys(storage, { prefix: 'a' }, limit)).toEqual(['a', 'a-b', 'a/b', 'a/b/c', 'ab'])
      expect(allKeys(storage, { prefix: 'a/' }, limit)).toEqual(['a/b', 'a/b/c'])
      expect(allKeys(storage, { prefix: '😀' }, limit)).toEqual(['😀', '😀/x'])
      expect(allKeys(storage, { prefix: '\uffee' }, limit)).toEqual(['\uffee/x'])
      expect(allKeys(storage, { prefix: 'nothing' }, limit)).toEqual([])
    })

    test('L-20 a listing starts after any text, key or not', () => {
      const { storage, author } = begin(create)
      author.append({ key: 'a', value: 1 }, { key: 'c', value: 1 })
      const keysAfter = (after: string) => storage.list({ after, limit: 9 }).map(({ key }) => key)
      expect(keysAfter('a')).toEqual(['c'])
      expect(keysAfter('b')).toEqual(['c'])
      expect(keysAfter('c')).toEqual([])
    })

    test('L-20 a listing of any position is the state of that time', () => {
      const { storage, author } = begin(create)
      for (let n = 0; n < 60; n += 1)
        author.append({ key: TRICKY_KEYS[(n * 7) % TRICKY_KEYS.length] as string, value: n % 5 === 4 ? undefined : { n } })
      const oracle = new LogOracle(author.made)
      for (let atSeq = 0; atSeq <= 60; atSeq += 1) {
        const rows = storage.list({ limit: 100, atSeq })
        const expected = oracle
          .liveDocuments(atSeq)
          .map(({ key, version, seq, updatedAt, actor }) => ({ key, version, seq, updatedAt, actor, deleted: false }))
        expect(rows).toMatchObject(expected)
        expect(allKeys(storage, { atSeq }, 2)).toEqual(expected.map(({ key }) => key))
      }
    })

    test('L-20 rows come in the order asked for, now or at any position', () => {
      const { storage, author } = begin(create)
      author.append(
        { key: 'a', value: 'é', metadata: { tags: ['x', 'y'] } },
        { key: 'b', value: 1 },
        { key: 'c', value: 1 },
        { key: 'c' },
      )
      const [a, b] = storage.list({ limit: 9 }).map(({ id }) => id) as [number, number]
      author.append({ key: 'a', value: 'later', actor: 'operator-2' })
      expect(storage.rows([b, 999_999, a])).toMatchObject([
        { key: 'b', sizeBytes: 1, tags: [] },
        undefined,
        { key: 'a', version: 2, actor: 'operator-2', sizeBytes: 7 },
      ])
      expect(storage.rows([a, b], 1)).toMatchObject([
        { id: a, key: 'a', version: 1, seq: 1, sizeBytes: 4, actor: 'operator-1', tags: ['x', 'y'], deleted: false },
        undefined,
      ])
      const c = storage.scan({ filter: { terms: [{ type: 'deleted', not: false }] }, sort: 'key' }, { examine: 10 }).ids
      expect(storage.rows(c)).toMatchObject([{ key: 'c', version: 2, sizeBytes: 0, deleted: true }])
      expect(storage.rows(c, 3)).toMatchObject([{ key: 'c', version: 1, deleted: false }])
    })

    test('L-20 a number stays with its document', () => {
      const { storage, author } = begin(create)
      author.append({ key: 'b', value: 1 }, { key: 'a', value: 1 })
      const before = storage.list({ limit: 9 }).map(({ id, key }) => [key, id])
      author.append({ key: 'a' }, { key: '0', value: 1 }, { key: 'a', value: 2 }, { key: 'b', value: 2 })
      const after = storage.list({ limit: 9 }).map(({ id, key }) => [key, id])
      expect(after.filter(([key]) => key !== '0')).toEqual(before)
    })

    test.each([1, 2, 100])('L-21 every level of the tree by name, %i a page', (limit) => {
      const { storage, author } = begin(create)
      const keys = [
        ...TRICKY_KEYS,
        'a b/x',
        'a/b-c',
        'a/b-c/d',
        'a/b.d/e',
        'us',
        'us-east/1',
        'us/1',
        'eu-west/1',
        'eu/1',
        'eu/1/2',
        'eu/1-2',
      ]
      author.append(
        ...keys.map((key) => ({ key, value: 1 })),
        { key: 'gone/x', value: 1 },
        { key: 'gone/x' },
        { key: 'us/gone', value: 1 },
        { key: 'us/gone' },
      )
      for (const prefix of ['', 'a', 'a/b', 'eu', 'us', 'us-east', 'gone', 'nothing', '😀']) {
        expect(allChildren(storage, prefix, limit)).toEqual(expectedChildren(keys, prefix))
      }
    })

    test('L-21 the counts follow births, deaths and rebirths', () => {
      const { storage, author } = begin(create)
      author.append({ key: 'a/b/1', value: 1 }, { key: 'a/b/2', value: 1 }, { key: 'a/c', value: 1 })
      author.append({ key: 'a/b/1' }, { key: 'a/c' }, { key: 'a/c', value: 2 }, { key: 'a/b/2', value: 5 })
      expect(storage.children({ prefix: '', limit: 9 })).toEqual([{ name: 'a', path: 'a', documents: 2, branch: true }])
      expect(storage.children({ prefix: 'a', limit: 9 })).toEqual([
        { name: 'b', path: 'a/b', documents: 1, branch: true },
        { name: 'c', path: 'a/c', documents: 1, branch: false },
      ])
    })
  })
}
