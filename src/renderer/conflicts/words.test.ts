import { expect, test } from 'vitest'

import type { ConflictReason } from '../../shared/contract.ts'
import { conflict, field, price } from '../testing/conflict-double.ts'
import { calibrationWords, confidenceWords, factorWords } from './confidence-words.ts'
import { noChoices, choose } from './choices.ts'
import { carryChoices, draftText, readDraft } from './drafted-choices.ts'
import { fieldRows } from './field-rows.ts'
import { groupsOf, neighbourOf, queueRows, skipConflict, withoutConflicts } from './queue-rows.ts'
import { countedFields, reasonWords, whyNotMerged } from './reason-words.ts'
import { settledWords } from './settled-words.ts'

const words = { clock: (at: number) => `10:02:${String(at / 1000).padStart(2, '0')}` }

test('V-151 the sentence for one field has path, values, versions, who and when', () => {
  expect(whyNotMerged(conflict('c'), words)).toBe(
    'Both sides changed price since v41: local 12→14 (operator-1, node-3, 10:02:02), remote 12→13 (svc-pricing, node-7, 10:02:01).',
  )
})

test('V-151 every reason code has a sentence and a name of its own', () => {
  const deletion = field({ path: '/price', base: 12, theirs: 13, reason: 'DELETE_VS_EDIT', confidence: 0 })
  const ruled = field({ ...price, rule: 'house-rule', reason: 'INVARIANT' })
  const cases: readonly [ConflictReason, Parameters<typeof conflict>[1], RegExp][] = [
    ['DELETE_VS_EDIT', [deletion], /^Local deleted price \(operator-1, .*\) while remote changed it \(svc-pricing/],
    ['TYPE_CHANGE', [price], /different types: local 14 .* remote 13/],
    ['ARRAY_ORDER', [price], /another order since v41/],
    ['NO_BASE', [price], /not known any more.*14 here.*13 there/],
    ['SCHEMA_INVALID', [price], /fits the schema of pricing\/c, but what they merge into does not/],
    ['INVARIANT', [ruled], /The rule ‘house-rule’ forbids a change of price.*12→14.*12→13/],
    ['POLICY_MANUAL', [price], /leaves price to people: local 12→14, remote 12→13 since v41/],
    ['RULE_FAILED', [ruled], /The rule ‘house-rule’ for price failed/],
    ['LOW_CONFIDENCE', [price], /price is 50 % sure/],
    ['BATCH', [price], /came as one with others.*\(batch b-1\)/],
    ['RESTORED', [price], /Written after the instant to which this hub was restored: price was 13 .* and is 14 now/],
  ]
  const told = cases.map(([reason, changes, expected]) => {
    const sentence = whyNotMerged(conflict('c', changes, { reason, batch: 'b-1' }), words)
    expect(sentence).toMatch(expected)
    return sentence
  })
  expect(new Set(told).size).toBe(cases.length)
  expect(new Set(Object.values(reasonWords)).size).toBe(12)
  expect(whyNotMerged(conflict('c', [ruled], { reason: 'RULE_FAILED', failure: 'it took longer than 250 ms' }), words)).toContain(
    'it took longer than 250 ms',
  )
})

test('V-151 long texts are not poured into the sentence', () => {
  const text = field({ path: '/text', base: 'a\nb', ours: 'a\nc', theirs: 'a\nd', result: 'a\nd' })
  expect(whyNotMerged(conflict('c', [text]), words)).toContain('edited the same place of text since v41')
})

test('V-152 what is to decide and what merged are counted', () => {
  const merged = field({ path: '/a', outcome: 'theirs', confidence: 1 })
  expect(countedFields(conflict('c', [price, merged, { ...merged, path: '/b' }]))).toBe(
    '1 field to decide, 2 fields merged automatically',
  )
  expect(countedFields(conflict('c'))).toBe('1 field to decide')
})

test('V-163 a confidence is a number, a word, and how often suggestions like it were accepted', () => {
  expect([0.594, 0.6, 0.846, 0.85].map((value) => confidenceWords(value))).toMatchObject([
    { percent: 59, word: 'low' },
    { percent: 60, word: 'medium' },
    { percent: 85, word: 'high' },
    { percent: 85, word: 'high' },
  ])
  expect(calibrationWords(0.52, [{ confidence: 5, cases: 312, accepted: 271 }])).toBe('accepted 87 % of 312 like this')
  expect(calibrationWords(0.52, [{ confidence: 5, cases: 29, accepted: 29 }])).toBe('not calibrated')
  expect(calibrationWords(0.52, [{ confidence: 6, cases: 900, accepted: 29 }])).toBe('not calibrated')
  expect(factorWords({ name: 'recency', weight: -0.1, text: 'Both at once.' })).toBe('− Both at once.')
})

test('V-165 how a conflict ended is told in words', () => {
  const resolution = { by: 'operator-1', at: 1, choices: [], version: 43 }
  expect(settledWords({ state: 'resolved', resolution: { ...resolution, strategy: 'manual' } })).toBe('settled by hand as v43')
  expect(settledWords({ state: 'resolved', resolution: { ...resolution, strategy: 'constructor' } })).toBe(
    'settled by ‘constructor’ as v43',
  )
  expect(settledWords({ state: 'dismissed', resolution: { ...resolution, strategy: 'dismiss' } })).toBe('dismissed')
})

test('V-150 the queue is a flat list of groups and their conflicts', () => {
  const groups = groupsOf({
    ids: ['a', 'b', 'c'],
    matches: 3,
    groups: [
      { reason: 'SAME_FIELD', path: '/price', count: 2 },
      { reason: 'NO_BASE', path: '', count: 1 },
    ],
  })
  expect(queueRows(groups).map((row) => (row.kind === 'group' ? row.group.reason : [row.id, row.place]))).toEqual([
    'SAME_FIELD',
    ['a', 0],
    ['b', 1],
    'NO_BASE',
    ['c', 2],
  ])
  expect(withoutConflicts(groups, new Set(['c'])).map(({ reason }) => reason)).toEqual(['SAME_FIELD'])
  expect(skipConflict(groups, 'a')[0]?.ids).toEqual(['b', 'a'])
  expect([neighbourOf(['a', 'b'], 'a'), neighbourOf(['a', 'b'], 'b'), neighbourOf(['a'], 'a')]).toEqual(['b', 'a', undefined])
})

test('V-158 choices hold where nothing changed at their path, and only there', () => {
  const rows = fieldRows(conflict('c', [price, field({ path: '/name', base: 'a', ours: 'b', theirs: 'c', result: 'c' })]))
  const choices = choose(choose(noChoices, { path: '/price', take: 'remote' }), { path: '/name', take: 'local' })
  const drafted = readDraft(draftText(rows, choices, 42))
  if (!drafted) throw new Error('the draft was not read')
  expect(carryChoices(drafted, rows, 42)).toMatchObject({ made: 2, held: 2 })
  const later = fieldRows(conflict('c', [price, field({ path: '/name', base: 'a', ours: 'x', theirs: 'c', result: 'c' })]))
  const carried = carryChoices(drafted, later, 43)
  expect(carried).toMatchObject({ made: 2, held: 1 })
  expect([...carried.choices.keys()]).toEqual(['/price'])
})

test('V-157 a kept text that is not ours counts as nothing chosen', () => {
  expect([readDraft(undefined), readDraft('{'), readDraft('{"choices":1}'), readDraft('null')]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
