import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryEdit } from '../../testing/arbitrary-edit.ts'
import { SrvraError } from '../errors.ts'
import { admitJson, canonicalText, contentHash, DEFAULT_JSON_LIMITS, type JsonValue } from '../json/index.ts'
import { applySealed, diff, parseSealed, seal, type Delta } from './index.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')
const base = admitJson({ a: 1, list: [1, 2, 3] })
const next = admitJson({ a: 2, list: [1, 3] })
const delta = diff(base, next) as Delta

test('D-3 a sealed delta leads from its base to its result, also as JSON text', () => {
  const sealed = seal(base, delta, sha256, next)
  expect(sealed).toEqual({ base: contentHash(base, sha256), delta, next: contentHash(next, sha256) })
  expect(applySealed(base, parseSealed(JSON.parse(JSON.stringify(sealed))), sha256)).toEqual(next)
  expect(applySealed(base, parseSealed(seal(base, delta, sha256)), sha256, DEFAULT_JSON_LIMITS)).toEqual(next)
})

test('D-3 a delta on a wrong base, and one that leads elsewhere, is refused', () => {
  const sealed = seal(base, delta, sha256, next)
  const other = admitJson({ a: 1, list: [1, 2, 3], b: 0 })
  expect(() => applySealed(other, sealed, sha256)).toThrow(
    expect.objectContaining({ code: 'E_BASE_MISMATCH', details: { expected: sealed.base, actual: contentHash(other, sha256) } }),
  )
  expect(() => applySealed(base, { ...sealed, next: sha256('') }, sha256)).toThrow(
    expect.objectContaining({ code: 'E_RESULT_MISMATCH' }),
  )
  expect(() => applySealed(base, sealed, (text) => sha256(`key${text}`))).toThrow(
    expect.objectContaining({ code: 'E_BASE_MISMATCH' }),
  )
})

test.each([
  null,
  1,
  'x',
  [],
  {},
  { base: 1, delta: 1 },
  { base: 'x', delta: [] },
  { base: 'x', delta: 1, next: 2 },
  { base: 'x', delta: 1, extra: 1 },
  { base: 'x' },
])('D-11 %j is no sealed delta', (value) => {
  expect(() => parseSealed(value)).toThrow(SrvraError)
})

/** One thing about a message changes on its way: some base, some hash, some part of the delta. */
type Damage = { readonly kind: 'base' | 'seal' | 'result' | 'delta'; readonly where: number; readonly unit: number }
const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('base', 'seal', 'result', 'delta'),
  where: fc.nat(),
  unit: fc.integer({ min: 32, max: 126 }),
})

/** One character of the JSON text is another; undefined when that is no JSON any more, or none that a document may hold. */
function damaged(value: unknown, { where, unit }: Damage): JsonValue | undefined {
  const text = JSON.stringify(value)
  const at = where % text.length
  try {
    return admitJson(JSON.parse(text.slice(0, at) + String.fromCharCode(unit) + text.slice(at + 1)))
  } catch {
    return undefined
  }
}

test('D-3 fifty thousand damaged messages: each is refused or leads to the very result', () => {
  const refused: Record<string, number> = {}
  let applied = 0
  fc.assert(
    fc.property(arbitraryEdit, damage, (edit, harm) => {
      const made = diff(edit.base, edit.next)
      if (made === undefined) return
      const sealed = seal(edit.base, made, sha256, edit.next)
      const part = { base: edit.base, seal: sealed.base, result: sealed.next, delta: sealed.delta }[harm.kind]
      const other = damaged(part, harm)
      if (other === undefined || canonicalText(other) === canonicalText(part as JsonValue)) return
      const message = {
        base: harm.kind === 'seal' ? other : sealed.base,
        delta: harm.kind === 'delta' ? other : sealed.delta,
        next: harm.kind === 'result' ? other : sealed.next,
      }
      try {
        const result = applySealed(harm.kind === 'base' ? other : edit.base, parseSealed(message), sha256)
        expect(harm.kind).toBe('delta')
        expect(canonicalText(result)).toBe(canonicalText(edit.next))
        applied++
      } catch (error) {
        if (!(error instanceof SrvraError)) throw error
        if (harm.kind === 'base') expect(error.code).toBe('E_BASE_MISMATCH')
        refused[error.code] = (refused[error.code] ?? 0) + 1
      }
    }),
    { numRuns: 50_000, seed: 31 },
  )
  expect(refused).toMatchObject({
    E_BASE_MISMATCH: expect.any(Number),
    E_RESULT_MISMATCH: expect.any(Number),
    E_DELTA: expect.any(Number),
  })
  expect(Object.values(refused).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10_000)
  expect(applied).toBeLessThan(1_000)
})
