import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { smallTriple } from '../../../testing/small-triples.ts'
import { admitJson, canonicalText, decodePointer, isAdmitted, NO_JSON_LIMITS, type JsonValue } from '../../json/index.ts'
import { compileRules, merge, parseRuleSet } from '../index.ts'
import type { CustomRule, Merge, MergedField, MergeRule, RuleLookup } from '../index.ts'
import { greater, lesser } from './choose.ts'
import { count } from './counter.ts'
import type { RuledSides, Ruling } from './ruling.ts'
import { addWins, unite } from './sets.ts'

type Side = JsonValue | undefined

const text = (side: Side): string => (side === undefined ? 'nothing' : canonicalText(side))
const admit = (value: unknown): JsonValue => admitJson(value, NO_JSON_LIMITS)

function same(left: Side, right: Side, what: string): void {
  if (text(left) !== text(right)) throw new Error(`${what}: ${text(left)} is not ${text(right)}`)
}

/** Any function will do that is the same for both sides; some fail. */
const CUSTOM = new Map<string, CustomRule>([
  ['longest', ({ ours, theirs }) => (text(ours) + text(theirs) > text(theirs) + text(ours) ? ours : theirs)],
  [
    'moody',
    ({ ours, theirs }) => {
      if ((text(ours).length + text(theirs).length) % 3 === 0) throw new Error('not today')
      return (text(ours).length + text(theirs).length) % 3 === 1 ? undefined : [text(ours), text(theirs)].toSorted()
    },
  ],
])

const COUNTED: readonly Partial<MergeRule>[] = [
  { rule: 'counter' },
  { rule: 'counter', min: 0, max: 2 },
  { rule: 'max' },
  { rule: 'min' },
  { rule: 'union' },
  { rule: 'add-wins-set' },
  { rule: 'list-by-id' },
  { rule: 'list-by-id', id: 'key' },
  { rule: 'text' },
  { rule: 'lww' },
  { rule: 'immutable' },
  { rule: 'custom', custom: 'longest' },
  { rule: 'custom', custom: 'moody' },
  { rule: 'custom', custom: 'missing' },
]
const PATHS = ['', '*', '**', 'a', '**.a', '*.*', '**.*', '**.quantity', '**.rest', 'a.**', '**.name']

/** Every rule at every path, and beside it now and then another one. */
function rulesOf(seed: number): RuleLookup | undefined {
  const first = { keys: '**', path: PATHS[seed % PATHS.length], ...COUNTED[seed % COUNTED.length] }
  const second = { keys: '**', path: PATHS[(seed * 7 + 3) % PATHS.length], ...COUNTED[(seed * 5 + 1) % COUNTED.length] }
  return compileRules(parseRuleSet({ version: 1, rules: seed % 3 === 0 ? [first, second] : [first] }), CUSTOM).forKey('key')
}

const LOOKUPS = Array.from({ length: PATHS.length * COUNTED.length * 3 }, (_, seed) => rulesOf(seed))

/** What a side was, from the merged value and the fields alone. */
function rebuilt({ value, fields }: Merge, side: 'ours' | 'theirs'): Side {
  const root = { document: value === undefined ? undefined : (JSON.parse(canonicalText(value)) as unknown) }
  for (const field of fields) put(root, ['document', ...decodePointer(field.path)], field[side])
  return root.document as Side
}

function put(root: object, path: readonly string[], value: Side): void {
  let parent = root
  for (const name of path.slice(0, -1)) parent = Reflect.get(parent, name) as object
  const name = path.at(-1) as string
  if (value !== undefined) Reflect.set(parent, name, JSON.parse(canonicalText(value)))
  else if (!Array.isArray(parent)) Reflect.deleteProperty(parent, name)
}

const SWAPPED: Partial<Record<MergedField['outcome'], MergedField['outcome']>> = { ours: 'theirs', theirs: 'ours' }

function told({ value, fields, confidence }: Merge, swap = false): string {
  const lines = fields.map(({ ours, theirs, outcome, ...rest }) => ({
    ...rest,
    ours: swap ? theirs : ours,
    theirs: swap ? ours : theirs,
    outcome: swap ? (SWAPPED[outcome] ?? outcome) : outcome,
  }))
  return JSON.stringify([value, confidence, lines.map((field) => Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))])
}

const OF_RULES: ReadonlySet<string> = new Set(['INVARIANT', 'RULE_FAILED', 'POLICY_MANUAL'])
const CERTAIN: Readonly<Record<string, readonly number[]>> = { text: [0.95, 0.85] }

function checkField(field: MergedField): void {
  const { outcome, reason = '', rule, confidence } = field
  const ofRule = OF_RULES.has(reason)
  const refuse = refusalOf(field)
  if ((outcome === 'rule' || ofRule) !== (rule !== undefined)) refuse('a rule too many or too few')
  if (outcome === 'rule' && !(CERTAIN[rule ?? ''] ?? [1]).includes(confidence)) refuse('another confidence')
  if (ofRule && confidence !== (reason === 'INVARIANT' ? 0.3 : 0)) refuse('another doubt')
  if (rule !== undefined && rule !== 'immutable') checkBothChanged(field)
}

function checkBothChanged(field: MergedField): void {
  const { base, ours, theirs } = field
  const refuse = refusalOf(field)
  if (text(base) === text(ours) || text(base) === text(theirs)) refuse('only one side changed it')
  if (ours === undefined || theirs === undefined) refuse('deleted against changed')
}

function refusalOf(field: MergedField): (why: string) => never {
  return (why) => {
    throw new Error(`${why}: ${JSON.stringify(field)}`)
  }
}

const LATER_THEIRS = { oursHlc: '1', theirsHlc: '2' }
const LATER_OURS = { oursHlc: '2', theirsHlc: '1' }

function checkLaws([base, ours, theirs]: readonly Side[], rules: RuleLookup): Merge {
  const merged = merge(base, ours, theirs, { ...LATER_THEIRS, rules })
  const { value, fields, confidence } = merged
  if (value !== undefined && !isAdmitted(value)) throw new Error('not admitted')
  if (value !== undefined) same(admit(JSON.parse(canonicalText(value))), value, 'canonical')
  for (const field of fields) checkField(field)
  if (new Set(fields.map((field) => field.path)).size !== fields.length) throw new Error(`twice: ${JSON.stringify(fields)}`)
  if (confidence !== Math.min(1, ...fields.map((field) => field.confidence))) throw new Error('not the lowest')
  same(rebuilt(merged, 'ours'), ours, 'ours, rebuilt')
  same(rebuilt(merged, 'theirs'), theirs, 'theirs, rebuilt')
  const turned = merge(base, theirs, ours, { ...LATER_OURS, rules })
  if (told(turned, true) !== told(merged)) throw new Error(`${told(turned, true)} with sides swapped, but ${told(merged)}`)
  return merged
}

/** Where nobody knows who wrote later, what comes of rules alone does not go by which side is ours either. */
function checkTied([base, ours, theirs]: readonly Side[], rules: RuleLookup): void {
  const merged = merge(base, ours, theirs, { rules })
  const byConvention = ({ reason }: MergedField): boolean =>
    reason !== undefined && reason !== 'DELETE_VS_EDIT' && !OF_RULES.has(reason)
  if (merged.fields.some(byConvention)) return
  same(merge(base, theirs, ours, { rules }).value, merged.value, 'without clocks, swapped')
}

/** A merge with a side that changed nothing is the other side, but for what may not change. */
function checkIdentity(base: Side, side: Side, rules: RuleLookup): void {
  const merged = merge(base, side, base, { rules })
  if (merged.fields.some(({ rule }) => rule === 'immutable')) return
  if (merged.value !== side) throw new Error('another value than ours')
  if (merged.confidence !== 1) throw new Error('merged with nothing, and in doubt')
  same(merge(base, base, side, { rules }).value, side, 'with theirs alone')
}

function lookup(...rules: readonly Partial<MergeRule>[]): RuleLookup {
  const set = parseRuleSet({ version: 1, rules: rules.map((rule) => ({ keys: '**', path: '', ...rule })) })
  return compileRules(set, CUSTOM).forKey('key') as RuleLookup
}

const RUNS = 50_000

test('M-5 M-6 M-31 the laws hold with rules for fifty thousand triples', () => {
  const seen = new Map<string, number>()
  for (let seed = 1; seed <= RUNS; seed++) {
    const sides = smallTriple(seed)
    const rules = LOOKUPS[seed % LOOKUPS.length] as RuleLookup
    try {
      const names = checkLaws(sides, rules).fields.flatMap(({ rule, reason }) => [rule ?? '', reason ?? ''])
      for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1)
      checkTied(sides, rules)
      checkIdentity(sides[0], sides[1], rules)
    } catch (error) {
      throw new Error(`Seed ${seed}: ${sides.map(text).join(' | ')}`, { cause: error })
    }
  }
  const rare = [...COUNTED.map(({ rule, custom }) => custom ?? (rule as string)), ...OF_RULES].filter(
    (name) => name !== 'list-by-id',
  )
  expect(rare.filter((name) => (seen.get(name) ?? 0) < 10)).toEqual([])
})

/** Orders of the same few lines, some without one or two of them. */
const order = fc.uniqueArray(fc.record({ sku: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), n: fc.nat(3) }), {
  maxLength: 6,
  selector: ({ sku }) => sku,
})

test('M-5 M-6 M-26 the laws hold for lists by identity, and no order is in doubt', () => {
  const rules = lookup({ rule: 'list-by-id', id: 'sku' }, { path: '*.n', rule: 'counter' })
  const doubts = new Set<string>()
  fc.assert(
    fc.property(fc.tuple(order, order, order), (three) => {
      const sides = three.map(admit)
      const { value, fields } = checkLaws(sides, rules)
      checkTied(sides, rules)
      const skus = (list: unknown): readonly string[] => (list as readonly { sku: string }[]).map(({ sku }) => sku)
      const [, ours, theirs] = three.map(skus) as [readonly string[], readonly string[], readonly string[]]
      for (const sku of ours) if (theirs.includes(sku) && !skus(value).includes(sku)) throw new Error(`${sku} is lost`)
      if (new Set(skus(value)).size !== skus(value).length) throw new Error('twice the same')
      for (const { reason } of fields) if (reason !== undefined) doubts.add(reason)
    }),
    { numRuns: 5_000, seed: 43 },
  )
  expect([...doubts]).toEqual(['DELETE_VS_EDIT'])
})

test('M-5 M-27 texts have what both sides inserted, whoever is ours', () => {
  const rules = lookup({ rule: 'text' })
  const [ab, digits] = ['ab 😀', '0123456789'].map((units) =>
    fc.string({ unit: fc.constantFrom(...Array.from(units)), maxLength: 8 }),
  )
  if (ab === undefined || digits === undefined) throw new Error('unreachable')
  let joined = 0
  const edit = fc.record({ at: fc.nat(8), gone: fc.nat(3), inserted: digits })
  fc.assert(
    fc.property(ab, edit, edit, (base, left, right) => {
      const edited = [left, right].map(({ at, gone, inserted }) => Array.from(base).toSpliced(at, gone, inserted).join(''))
      const sides = [base, ...edited].map(admit)
      const { value, fields } = checkLaws(sides, rules)
      checkTied(sides, rules)
      if (fields[0]?.rule !== 'text') return
      if (fields[0].confidence === 0.85) joined++
      // The digits are of the edits alone: each side's stand there, in its order.
      for (const { inserted } of [left, right])
        if (!isWithin(inserted, value as string)) throw new Error(`${inserted} is not in ${text(value)}`)
    }),
    { numRuns: 5_000, seed: 44 },
  )
  expect(joined).toBeGreaterThan(100)
})

function isWithin(part: string, whole: string): boolean {
  let at = 0
  for (const unit of whole) if (unit === part[at]) at++
  return at === part.length
}

type Law = (sides: RuledSides) => Ruling | undefined

const integers = fc.integer({ min: -1_000_000, max: 1_000_000 })
/** As prices are: whole cents. */
const decimals = integers.map((cents) => cents / 100)
const words = fc.string({ maxLength: 6, unit: 'grapheme' }).filter((word) => word.isWellFormed())
const elements = fc.constantFrom<unknown>(0, 1, 'a', 'b', null, { x: 1 }, { x: 2 }, [])
const sets = fc.uniqueArray(elements, { maxLength: 6, selector: (item) => JSON.stringify(item) })
const lists = fc.array(elements, { maxLength: 8 })

const LAWS: readonly (readonly [string, Law, fc.Arbitrary<unknown>, boolean])[] = [
  ['M-22 counter, whole numbers', (sides) => count(sides, { keys: '**', path: '', rule: 'counter' }), integers, false],
  ['M-22 counter, decimals', (sides) => count(sides, { keys: '**', path: '', rule: 'counter' }), decimals, false],
  ['M-23 max', greater, integers, true],
  ['M-23 max of texts', greater, words, true],
  ['M-23 min', lesser, decimals, true],
  ['M-23 min of texts', lesser, words, true],
  ['M-24 union', unite, sets, true],
  ['M-24 union of lists with repetitions', unite, lists, true],
  ['M-25 add-wins-set', addWins, sets, true],
  ['M-25 add-wins-set of lists with repetitions', addWins, lists, true],
]

describe('rules for which no order matters', () => {
  test.each(LAWS)('%s is commutative, associative and, where it does not count, idempotent', (_, law, values, idempotent) => {
    const check = ([base, a, b, c]: readonly JsonValue[]): void => {
      if (base === undefined || a === undefined || b === undefined || c === undefined) throw new Error('too few')
      const both = (ours: JsonValue, theirs: JsonValue): JsonValue => {
        const ruling = law({ base, ours, theirs, later: undefined })
        if (ruling?.verdict.confidence !== 1) throw new Error('no rule')
        return ruling.result
      }
      same(both(a, b), both(b, a), 'commutative')
      same(both(both(a, b), c), both(a, both(b, c)), 'associative')
      if (idempotent) same(both(both(a, b), both(a, b)), both(both(a, b), b), 'idempotent')
    }
    fc.assert(
      fc.property(fc.tuple(values, values, values, values), (four) => check(four.map(admit))),
      { numRuns: 3_500, seed: 41 },
    )
    expect.assertions(0)
  })

  test('M-22 counters that many replicas count come to the sum of what all did, in any order', () => {
    const rules = lookup({ rule: 'counter' })
    fc.assert(
      fc.property(integers, fc.array(integers, { maxLength: 6 }), (base, deltas) => {
        const fold = (steps: readonly number[]): Side =>
          steps.reduce<Side>((sum, delta) => merge(base, sum, base + delta, { rules }).value, base)
        const expected = deltas.reduce((sum, delta) => sum + delta, base)
        expect(fold(deltas)).toBe(expected)
        expect(fold(deltas.toReversed())).toBe(expected)
      }),
      { numRuns: 5_000, seed: 42 },
    )
  })
})
