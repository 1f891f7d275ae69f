import fc from 'fast-check'
import { EditorState } from '@codemirror/state'
import { json } from '@codemirror/lang-json'
import { ensureSyntaxTree } from '@codemirror/language'
import { expect, test } from 'vitest'

import type { ConflictField, ConflictView, MergeRule } from '../../shared/contract.ts'
import { rangeOfProblem } from '../components/json/problem-range.ts'
import { differingLeaves } from './differing-leaves.ts'
import { diffRules, summarizeChanges } from './rule-diff.ts'
import { ruleWords, suggestionWords } from './rule-words.ts'
import { parseRulesText, rulesText, toDraftProblem, withRule } from './rules-text.ts'
import { trialRows, trialSentence } from './trial-rows.ts'
import { valueAt } from './value-at.ts'
import { partWords, whatIfFigures, whatIfSentence } from './what-if-words.ts'

const counter: MergeRule = { keys: 'inventory/**', path: 'stock.quantity', rule: 'counter', min: 0 }
const lww: MergeRule = { keys: 'inventory/**', path: 'lastSale', rule: 'lww' }
const wide: MergeRule = { keys: '**', path: '**', rule: 'lww', note: 'the rest' }

const anyRule = fc.record(
  {
    keys: fc.constantFrom('a/*', 'b/**', 'quoted "key"'),
    path: fc.constantFrom('', 'x', 'x.y'),
    rule: fc.constantFrom('counter', 'max', 'lww', 'list-by-id'),
    min: fc.integer(),
    id: fc.string(),
    note: fc.string(),
  },
  { requiredKeys: ['keys', 'path', 'rule'] },
) as fc.Arbitrary<MergeRule>

test('V-170 rules are a line each, in their order, and read back as what they are', () => {
  expect(rulesText([counter, lww])).toBe(
    `[
  { "keys": "inventory/**", "path": "stock.quantity", "rule": "counter", "min": 0 },
  { "keys": "inventory/**", "path": "lastSale", "rule": "lww" }
]`,
  )
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 6 }), (rules) => {
      expect(parseRulesText(rulesText(rules))).toEqual({ ok: true, value: rules })
    }),
  )
})

test('V-171 text that is no JSON is marked where it stops to be', () => {
  const place = (text: string) => {
    const parsed = parseRulesText(text)
    return parsed.ok ? undefined : [parsed.problem.line, parsed.problem.column, parsed.problem.message]
  }
  expect(place('[\n  { "keys": nope }\n]')).toEqual([2, 13, 'This is no JSON: "n" can not stand here.'])
  expect(place('[\n  { "keys": "a/**"')).toEqual([2, 19, 'The text ends too early: a bracket, a brace or a quote is not closed.'])
  expect(place('')?.[2]).toContain('ends too early')
  fc.assert(
    fc.property(fc.array(anyRule, { minLength: 1, maxLength: 3 }), fc.nat(), (rules, cut) => {
      const text = rulesText(rules).trimEnd()
      const parsed = parseRulesText(text.slice(0, cut % text.length))
      if (parsed.ok) throw new Error('Rules that are cut are no JSON.')
      expect(parsed.problem.line).toBeLessThanOrEqual(text.split('\n').length)
    }),
  )
})

test('V-171 a fault that the engine finds is marked at its rule and member', () => {
  const state = EditorState.create({ doc: rulesText([counter, { ...lww, rule: 'mean' as 'lww' }]), extensions: [json()] })
  ensureSyntaxTree(state, state.doc.length)
  const problem = toDraftProblem({
    path: 'rules[1].rule',
    message: 'In a set of merge rules, rules[1].rule is "mean"; it has to be one of counter, max.',
  })
  expect(problem.message).toBe('rules[1].rule is "mean"; it has to be one of counter, max.')
  const { from, to } = rangeOfProblem(state, problem)
  expect(state.sliceDoc(from, to)).toBe('"mean"')
  const missing = rangeOfProblem(state, toDraftProblem({ path: 'rules[0].custom', message: '' }))
  expect(state.sliceDoc(missing.from, missing.to)).toBe(
    '{ "keys": "inventory/**", "path": "stock.quantity", "rule": "counter", "min": 0 }',
  )
})

test('V-172 a suggestion goes before all other rules, as the first that matches holds', () => {
  expect(withRule(rulesText([wide]), counter)).toBe(rulesText([counter, wide]))
  expect(withRule('[]', counter)).toBe(rulesText([counter]))
  expect(withRule('{ "half": ', counter)).toBeUndefined()
  expect(withRule('{}', counter)).toBeUndefined()
})

test('V-172 a share is rounded down, so that not quite all is never all', () => {
  expect(suggestionWords({ rule: counter, cases: 250, same: 249, text: '' })).toBe('settles 99 % of 250 conflicts as people did')
  expect([ruleWords(counter), ruleWords({ ...lww, rule: 'list-by-id' }), ruleWords({ ...counter, max: 9 })]).toEqual([
    'counter, at least 0',
    'list-by-id by id',
    'counter, at least 0, at most 9',
  ])
})

test('V-174 a comparison of rules tells what was added, changed, moved and removed', () => {
  const before = [counter, lww, wide]
  expect(
    diffRules(before, [wide, { ...counter, min: 1 }, { keys: 'x', path: 'n', rule: 'max' }]).map(({ change }) => change),
  ).toEqual(['removed', 'kept', 'changed', 'added'])
  expect(diffRules(before, [lww, counter, wide]).map(({ change }) => change)).toEqual(['kept', 'moved', 'kept'])
  expect(summarizeChanges(diffRules(before, [counter, { ...lww, rule: 'max' }]))).toBe('1 changed, 1 removed')
  expect(
    summarizeChanges(diffRules(before, [{ rule: 'counter', min: 0, path: 'stock.quantity', keys: 'inventory/**' }, lww, wide])),
  ).toBe('')
})

test('V-174 a comparison loses no rule of either side', () => {
  const few = fc.array(anyRule, { maxLength: 7 })
  fc.assert(
    fc.property(few, few, (before, after) => {
      const changes = diffRules(before, after)
      expect(changes.filter(({ change }) => change !== 'removed').map(({ rule }) => rule)).toEqual(after)
      const old = changes.flatMap((line) => ('from' in line ? [line.from] : [])).toSorted((one, other) => one - other)
      expect(old).toEqual(before.map((_, place) => place))
    }),
  )
})

const field = (path: string, given: Partial<ConflictField>): ConflictField => ({
  path,
  outcome: 'proposal',
  confidence: 0.5,
  factors: [],
  ...given,
})
const side = { metadata: {} }
const someView: ConflictView = {
  id: 'c-1',
  key: 'inventory/a',
  state: 'open',
  reason: 'SAME_FIELD',
  path: '',
  fields: 1,
  priority: 'normal',
  confidence: 0.5,
  actor: 'shop',
  replica: 'r',
  detectedAt: 0,
  dueAt: 0,
  local: side,
  remote: side,
  changes: [],
  detectedVersion: 1,
  ruleSet: 0,
  opId: 'o',
}
const view = (given: Partial<ConflictView>): ConflictView => ({ ...someView, ...given })

test('V-175 a trial shows for every field what is in force beside what the draft would do', () => {
  const sides = { base: 10, ours: 7, theirs: 9 }
  const now = view({
    changes: [
      field('/stock/quantity', { ...sides, result: 9, reason: 'SAME_FIELD' }),
      field('/name', { outcome: 'ours', result: 'x' }),
    ],
  })
  const tried = view({
    changes: [
      field('/stock/quantity', { ...sides, result: 6, outcome: 'rule', rule: 'counter' }),
      field('/name', { outcome: 'ours', result: 'x' }),
    ],
  })
  const [quantity, name] = trialRows(now, tried)
  expect(quantity).toMatchObject({
    path: 'stock.quantity',
    before: { words: 'waits: both changed it', waits: true },
    after: { words: 'settled by counter', side: { kind: 'value', value: 6 }, waits: false },
    differs: true,
  })
  expect(name).toMatchObject({ differs: false, after: { words: 'only local changed it' } })
  expect(trialSentence(trialRows(now, tried))).toBe('The draft settles all of it.')
  expect(trialSentence(trialRows(now, now))).toBe('The draft leaves 1 of 2 fields to a person.')
})

test('V-175 a decided conflict is compared with the decision', () => {
  const decided = view({
    state: 'resolved',
    changes: [field('/n', { result: 2 })],
    resolution: { by: 'operator-1', at: 1, strategy: 'manual', choices: [], value: { n: 3 } },
  })
  expect(trialRows(decided, view({ changes: [field('/n', { outcome: 'rule', rule: 'max', result: 3 })] }))).toMatchObject([
    { before: { words: 'decided by operator-1', side: { value: 3 } }, differs: false },
  ])
  expect(trialRows(decided, view({ changes: [field('/n', { outcome: 'rule', rule: 'min', result: 1 })] }))).toMatchObject([
    { differs: true },
  ])
  const dismissed = view({
    ...decided,
    local: { ...side, value: { n: 1 } },
    resolution: { by: 'o', at: 1, strategy: 'dismiss', choices: [] },
  })
  expect(trialRows(dismissed, dismissed)[0]?.before.side).toEqual({ kind: 'value', value: 1 })
})

test('V-175 what stands at a field of a decision is found by its pointer', () => {
  expect(valueAt({ lines: [{ 'a/b': 4 }] }, '/lines/0/a~1b')).toBe(4)
  expect(valueAt({ a: 1 }, '/a/b')).toBeUndefined()
  expect(valueAt({ a: 1 }, '')).toEqual({ a: 1 })
})

test('V-176 a what-if report accounts for every decision, and for every rule', () => {
  const report = { looked: 300, settled: 299, same: 297, differs: 2, byRule: [], examples: [] }
  expect(whatIfFigures(report).map(({ count, share }) => [count, share])).toEqual([
    [297, 99],
    [2, 0],
    [1, 0],
  ])
  expect(whatIfSentence(report)).toBe('Of 300 decisions these rules would have settled 299: 297 as people did, 2 otherwise.')
  expect(whatIfSentence({ ...report, looked: 0, settled: 0 })).toContain('Nobody has decided')
  expect(whatIfSentence({ ...report, looked: 3, settled: 0 })).toBe('Of 3 decisions these rules would have settled none.')
  expect(partWords({ place: 0, same: 3, differs: 0, waiting: 1 })).toBe('3 as people did, 1 wait for other fields')
  expect(partWords({ place: 0, same: 0, differs: 0, waiting: 0 })).toBe('no part in any')
})

test('V-176 an example shows the places at which people and the draft differ', () => {
  const decided = { stock: { quantity: 12, unit: 'box' }, tags: ['a'] }
  const ruled = { stock: { quantity: 69, unit: 'box' }, tags: ['a', 'b'] }
  expect(differingLeaves(decided, ruled, 3)).toEqual([
    { path: 'stock.quantity', one: { kind: 'value', value: 12 }, other: { kind: 'value', value: 69 } },
    { path: 'tags', one: { kind: 'value', value: ['a'] }, other: { kind: 'value', value: ['a', 'b'] } },
  ])
  expect(differingLeaves(decided, ruled, 1)).toHaveLength(1)
  expect(differingLeaves(undefined, { a: null }, 3)).toEqual([
    { path: '$', one: { kind: 'absent' }, other: { kind: 'value', value: { a: null } } },
  ])
})
