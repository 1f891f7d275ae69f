import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PathSegment } from '../../json/index.ts'
import { compileRules, parseRuleSet, type MergeRule } from '../index.ts'
import { compileRulePath } from './rule-path.ts'

function compiled(...rules: readonly Partial<MergeRule>[]) {
  return compileRules(parseRuleSet({ version: 1, rules: rules.map((rule) => ({ keys: '**', path: '**', rule: 'lww', ...rule })) }))
}

const matches = (pattern: string, path: readonly PathSegment[]): boolean => compileRulePath(pattern)?.matches(path) ?? false

describe('paths', () => {
  test.each<[string, string, readonly PathSegment[], boolean]>([
    ['M-20 the document', '', [], true],
    ['M-20 the document alone', '', ['a'], false],
    ['M-20 a member', 'stock.quantity', ['stock', 'quantity'], true],
    ['M-20 not what is inside', 'stock', ['stock', 'quantity'], false],
    ['M-20 not what is around', 'stock.quantity', ['stock'], false],
    ['M-20 an element', 'items.*.count', ['items', 3, 'count'], true],
    ['M-20 a star is one step', 'items.*.count', ['items', 3, 'x', 'count'], false],
    ['M-20 a star is a step', 'items.*', ['items'], false],
    ['M-20 a star is a member, too', '*', ['a'], true],
    ['M-20 an index is no name', 'items.0', ['items', 0], false],
    ['M-20 a name of digits is one', 'items.0', ['items', '0'], true],
    ['M-20 any depth', '**.count', ['a', 1, 'b', 'count'], true],
    ['M-20 no depth', '**.count', ['count'], true],
    ['M-20 any depth, to the end', 'a.**', ['a', 'b', 2], true],
    ['M-20 any depth, and none', 'a.**', ['a'], true],
    ['M-20 any depth of another', 'a.**', ['b', 'a'], false],
    ['M-20 in between', 'a.**.b.*', ['a', 'b', 'b', 'c', 'b', 'x'], true],
    ['M-20 the last of many', '**.a.*.b', ['a', 'a', 'b', 'b'], true],
    ['M-20 a quoted name', '"a.b"."*"."\\u0063"', ['a.b', '*', 'c'], true],
    ['M-20 a quoted star is a star', '"*"', ['x'], false],
    ['M-20 the empty name', '""', [''], true],
  ])('%s', (_, pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected)
  })

  test('M-20 paths match as they are said to', () => {
    const step = fc.constantFrom('a', 'b', '*', '**')
    const segment = fc.constantFrom<PathSegment>('a', 'b', 0)
    fc.assert(
      fc.property(fc.array(step, { maxLength: 7 }), fc.array(segment, { maxLength: 7 }), (steps, path) => {
        expect(matches(steps.join('.'), path), `${steps.join('.')} against ${path.join('.')}`).toBe(slowly(steps, path))
      }),
      { numRuns: 5_000, seed: 31 },
    )
  })

  /** What the specification says, word for word. */
  const slowly = (steps: readonly string[], path: readonly PathSegment[]): boolean => {
    const [step, ...rest] = steps
    if (step === undefined) return path.length === 0
    if (step === '**') return slowly(rest, path) || (path.length > 0 && slowly(steps, path.slice(1)))
    return path.length > 0 && (step === '*' || step === path[0]) && slowly(rest, path.slice(1))
  }
})

describe('rules for a key', () => {
  test('M-20 rules are for the keys that they say, and for others there is nothing to look up', () => {
    const rules = compiled({ keys: 'stock/*' }, { keys: 'order/7' })
    expect(rules.forKey('stock/1')?.at(['a'])?.rule.keys).toBe('stock/*')
    expect(rules.forKey('order/7')?.at(['a'])?.rule.keys).toBe('order/7')
    expect(rules.forKey('stock/1/2')).toBeUndefined()
    expect(compiled().forKey('stock/1')).toBeUndefined()
  })

  test('M-20 the first rule that matches holds, whatever it ends in', () => {
    const at = (path: readonly PathSegment[], ...paths: readonly string[]): string | undefined =>
      compiled(...paths.map((source) => ({ path: source })))
        .forKey('k')
        ?.at(path)?.rule.path
    expect(at(['a', 'b'], 'a.b', '**')).toBe('a.b')
    expect(at(['a', 'b'], '**', 'a.b')).toBe('**')
    expect(at(['a', 'b'], 'a.*', '*.b')).toBe('a.*')
    expect(at(['a', 'b'], '*.b', 'a.*')).toBe('*.b')
    expect(at(['a', 'b'], 'a', '*.b', '**.b')).toBe('*.b')
    expect(at(['a', 0], '*.b', 'a.*')).toBe('a.*')
    expect(at(['a'], 'b', '')).toBeUndefined()
    expect(at([], 'b', '')).toBe('')
  })

  test('M-20 a path that is none is refused where rules do not come from the reader', () => {
    expect(() => compileRules({ version: 1, rules: [{ keys: 'a', path: 'a..', rule: 'lww' }] })).toThrow('rules[0].path')
  })

  test('M-20 a thousand rules are looked up by the name at the end', () => {
    const lookup = compiled(...Array.from({ length: 1000 }, (_, at) => ({ path: `**.member${at}` }))).forKey('k')
    const path = Array.from({ length: 60 }, () => 'deep')
    const started = performance.now()
    for (let at = 0; at < 20_000; at++) lookup?.at([...path, `member${at % 2000}`])
    // Against every rule in turn this takes 20 million matches of long paths.
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
