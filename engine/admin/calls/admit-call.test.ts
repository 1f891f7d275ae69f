import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Caller } from './caller.ts'
import { admitCall } from './admit-call.ts'
import { sizeOf } from './size-of.ts'
import { adminRules } from '../schemas/index.ts'
import { SrvraError } from '../../core/errors.ts'
import type { AdminCommandName } from '../commands.ts'

const operator: Caller = { actor: 'operator-1', access: ['read', 'write', 'operate'] }
const viewer: Caller = { actor: 'vic', access: ['read'] }

const admit = (command: AdminCommandName, args: unknown, caller = operator): unknown =>
  admitCall<unknown>(command, adminRules[command], args, caller)

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return error instanceof SrvraError ? error.code : 'not ours'
  }
  return 'accepted'
}

test('V-51 a viewer may look and not write', () => {
  expect(codeOf(() => admit('documents.get', { key: 'a' }, viewer))).toBe('accepted')
  expect(codeOf(() => admit('documents.delete', { key: 'a', baseVersion: 1 }, viewer))).toBe('E_FORBIDDEN')
  expect(codeOf(() => admit('engine.compact', { keepVersions: 1 }, viewer))).toBe('E_FORBIDDEN')
})

test.each([
  ['an unknown field', { key: 'a', baseVersion: 1, force: true }],
  ['a missing field', { key: 'a' }],
  ['a wrong type', { key: 7, baseVersion: 1 }],
  ['a fraction where a version goes', { key: 'a', baseVersion: 1.5 }],
  ['no object', 'a'],
  ['nothing', undefined],
])('V-51 %s is refused', (_, args) => {
  expect(codeOf(() => admit('documents.delete', args))).toBe('E_SCHEMA')
})

test('V-51 a __proto__ field is refused and reaches no prototype', () => {
  const args: unknown = JSON.parse('{"key":"a","baseVersion":1,"__proto__":{"polluted":true}}')
  expect(codeOf(() => admit('documents.delete', args))).toBe('E_SCHEMA')
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('V-51 an object without a prototype is as good as any', () => {
  const args = Object.assign(Object.create(null) as object, { key: 'a', baseVersion: 1 })
  expect(admit('documents.delete', args)).toEqual({ key: 'a', baseVersion: 1 })
})

test('V-51 100 MB of text are refused by their length', () => {
  const text = 'x'.repeat(100_000_000)
  expect(codeOf(() => admit('documents.set', { key: 'a', baseVersion: 0, text }))).toBe('E_TOO_LARGE')
  expect(codeOf(() => admit('documents.get', { key: text }))).toBe('E_TOO_LARGE')
})

test('V-51 a wide or deep argument is refused before it is walked to its end', () => {
  const wide = Array.from({ length: 5_000_000 }, () => 0)
  expect(codeOf(() => admit('documents.diff', { before: wide, after: null }))).toBe('E_TOO_LARGE')
  let deep: unknown = 1
  for (let depth = 0; depth < 100_000; depth++) deep = [deep]
  expect(codeOf(() => admit('documents.diff', { before: deep, after: null }))).toBe('E_DEPTH')
})

test.each([
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['a big integer', 1n],
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
])('V-51 %s is no JSON', (_, value) => {
  expect(codeOf(() => admit('documents.diff', { before: value, after: null }))).toBe('E_TYPE')
})

test('V-51 whatever is sent, the gate answers with a code or lets it pass', () => {
  const names = Object.keys(adminRules) as AdminCommandName[]
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.anything({ withNullPrototype: true, withDate: true, withMap: true, withBigInt: true }),
      (name, args) => {
        expect(codeOf(() => admit(name, args))).not.toBe('not ours')
      },
    ),
    { numRuns: 5000 },
  )
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})

test('V-51 a size is counted like JSON, roughly', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value)
      const size = sizeOf(value, Number.POSITIVE_INFINITY)
      expect(size).toBeGreaterThan(text.length / 4)
      expect(size).toBeLessThan(text.length * 8 + 16)
    }),
  )
})
