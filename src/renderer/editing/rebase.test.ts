import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { JsonValue } from '../../shared/contract.ts'
import { equalJson } from './equal-json.ts'
import { rebase } from './rebase.ts'

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as JsonValue)

test('V-103 fields that only one side changed are both kept', () => {
  const base = { price: 12, name: 'Tea', tags: ['a'], nested: { x: 1, y: 1 } }
  const mine = { price: 14, name: 'Tea', tags: ['a'], nested: { x: 2, y: 1 } }
  const theirs = { price: 12, tags: ['a', 'b'], nested: { x: 1, y: 3 }, added: true }
  expect(rebase(base, mine, theirs)).toEqual({
    value: { price: 14, tags: ['a', 'b'], nested: { x: 2, y: 3 }, added: true },
    conflicts: [],
  })
})

test('V-103 a field that both changed differently is a conflict and never settled in silence', () => {
  const outcome = rebase({ a: 1, b: 1 }, { a: 2, b: 5 }, { a: 3, b: 1 })
  expect(outcome).toEqual({ value: { a: 2, b: 5 }, conflicts: [{ path: ['a'], base: 1, mine: 2, theirs: 3 }] })
  expect(rebase({ a: 1, b: 1 }, { a: 2, b: 5 }, { a: 3, b: 1 }, 'theirs').value).toEqual({ a: 3, b: 5 })
})

test('V-103 an edit of what was deleted meanwhile, and a list that both changed, are conflicts', () => {
  expect(rebase({ a: 1 }, { a: 2 }, undefined).conflicts).toEqual([{ path: [], base: { a: 1 }, mine: { a: 2 }, theirs: undefined }])
  expect(rebase({ l: [1] }, { l: [1, 2] }, { l: [0, 1] }).conflicts).toMatchObject([{ path: ['l'] }])
  expect(rebase({ a: { x: 1 } }, {}, { a: { x: 2 } }).conflicts).toMatchObject([{ path: ['a'], mine: undefined }])
})

test('V-103 a rebase where one side did nothing is the other side, and equal edits are one', () => {
  fc.assert(
    fc.property(json, json, (base, edited) => {
      expect(equalJson(rebase(base, edited, base).value, edited)).toBe(true)
      expect(equalJson(rebase(base, base, edited).value, edited)).toBe(true)
      expect(rebase(base, edited, edited)).toMatchObject({ conflicts: [] })
    }),
  )
})

test('V-103 every conflict keeps both sides retrievable', () => {
  fc.assert(
    fc.property(json, json, json, (base, mine, theirs) => {
      const { conflicts } = rebase(base, mine, theirs)
      const [kept, taken] = [rebase(base, mine, theirs, 'mine').value, rebase(base, mine, theirs, 'theirs').value]
      if (conflicts.length === 0) expect(equalJson(kept, taken)).toBe(true)
      expect(conflicts.every((conflict) => !equalJson(conflict.mine, conflict.theirs))).toBe(true)
    }),
  )
})

test('V-103 a field named like a prototype is a field', () => {
  const mine = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') as JsonValue
  const merged = rebase({ a: 0 }, mine, { a: 0, b: 2 }).value
  expect(Object.keys(merged as object)).toEqual(['__proto__', 'a', 'b'])
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})
