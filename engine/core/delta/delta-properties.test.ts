import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryEdit } from '../../testing/arbitrary-edit.ts'
import { arbitraryJson } from '../../testing/json-arbitrary.ts'
import { canonicalText, isAdmitted, sizeBytes, type JsonValue } from '../json/index.ts'
import { compose, diff, fromJsonPatch, invert, parseDelta, patch, toJsonPatch, type Delta } from './index.ts'

/** What a delta is after it went over the wire. */
const sent = (delta: Delta): Delta => parseDelta(JSON.parse(JSON.stringify(delta)))

/** Cheaper than an assertion of the runner, and the message holds what a regression test needs. */
function same(left: JsonValue, right: JsonValue, what: string): void {
  if (canonicalText(left) !== canonicalText(right))
    throw new Error(`${what}: ${canonicalText(left)} is not ${canonicalText(right)}`)
}

test('D-1 D-6 D-7 D-9 D-10 fifty thousand edited documents', () => {
  let deltas = 0
  fc.assert(
    fc.property(arbitraryEdit, ({ base, next, last }) => {
      const delta = diff(base, next)
      if (delta === undefined) {
        same(base, next, 'no delta')
        return
      }
      deltas++
      const received = sent(delta)
      same(received, delta, 'sent')
      const patched = patch(base, received)
      same(patched, next, `patched by ${canonicalText(delta)}`)
      if (!isAdmitted(patched)) throw new Error('not admitted')
      if (sizeBytes(delta) > sizeBytes(next) + 2) throw new Error('larger than the value')
      const back = invert(base, delta)
      same(patch(next, sent(back)), base, `inverse ${canonicalText(back)}`)
      same(patch(base, sent(compose(delta, back))), base, 'there and back')
      const onwards = diff(next, last)
      if (onwards !== undefined) same(patch(base, sent(compose(delta, onwards))), last, `composed with ${canonicalText(onwards)}`)
    }),
    { numRuns: 50_000, seed: 11 },
  )
  expect(deltas).toBeGreaterThan(30_000)
})

test('D-1 D-9 D-10 documents that have nothing to do with one another', () => {
  fc.assert(
    fc.property(arbitraryJson, arbitraryJson, arbitraryJson, (base, next, last) => {
      const delta = diff(base, next)
      const onwards = diff(next, last)
      if (delta === undefined || onwards === undefined) return
      same(patch(base, sent(delta)), next, 'patched')
      same(patch(next, invert(base, delta)), base, 'inverse')
      same(patch(base, compose(delta, onwards)), last, 'composed')
      expect(isAdmitted(delta)).toBe(true)
    }),
    { numRuns: 5_000, seed: 12 },
  )
})

test('D-10 composing is associative, and three deltas compose as well as two', () => {
  fc.assert(
    fc.property(arbitraryEdit, ({ base, next, last }) => {
      const one = diff(base, next)
      const two = diff(next, last)
      const three = diff(last, base)
      if (one === undefined || two === undefined || three === undefined) return
      expect(three).not.toBe(one)
      same(patch(base, compose(compose(one, two), three)), base, 'left')
      same(patch(base, compose(one, compose(two, three))), base, 'right')
    }),
    { numRuns: 5_000, seed: 13 },
  )
})

test('D-13 D-14 a delta written as JSON Patch leads to the same value', () => {
  fc.assert(
    fc.property(arbitraryEdit, ({ base, next }) => {
      const delta = diff(base, next)
      const operations = toJsonPatch(base, delta)
      const result = fromJsonPatch(base, JSON.parse(JSON.stringify(operations)))
      same(result.next, next, JSON.stringify(operations))
      expect(operations.length === 0).toBe(delta === undefined)
    }),
    { numRuns: 10_000, seed: 14 },
  )
})
