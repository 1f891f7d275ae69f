import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryTriple } from '../../testing/arbitrary-edit.ts'
import { arbitraryJson } from '../../testing/json-arbitrary.ts'
import { smallTriple } from '../../testing/small-triples.ts'
import { admitJson, canonicalText, decodePointer, isAdmitted, NO_JSON_LIMITS, type JsonValue } from '../json/index.ts'
import { merge, type Merge, type MergedField } from './index.ts'

type Side = JsonValue | undefined

const text = (side: Side): string => (side === undefined ? 'nothing' : canonicalText(side))

/** Cheaper than an assertion of the runner, and the message holds what a regression test needs. */
function same(left: Side, right: Side, what: string): void {
  if (text(left) !== text(right)) throw new Error(`${what}: ${text(left)} is not ${text(right)}`)
}

/** The same content, sharing nothing. */
function copied(side: Side): Side {
  return side === undefined ? undefined : admitJson(JSON.parse(canonicalText(side)), NO_JSON_LIMITS)
}

/** What a side was, from the merged value and the fields alone. */
function rebuilt({ value, fields }: Merge, side: 'ours' | 'theirs'): Side {
  const root = { document: value === undefined ? undefined : (JSON.parse(canonicalText(value)) as unknown) }
  for (const field of fields) put(root, ['document', ...decodePointer(field.path)], field[side])
  return root.document as Side
}

/** A list's own field comes after those of its elements, and brings the whole list. */
function put(root: object, path: readonly string[], value: Side): void {
  let parent = root
  for (const name of path.slice(0, -1)) parent = Reflect.get(parent, name) as object
  const name = path.at(-1) as string
  if (value !== undefined) Reflect.set(parent, name, JSON.parse(canonicalText(value)))
  else if (!Array.isArray(parent)) Reflect.deleteProperty(parent, name)
}

/** What must have come up, so that it was tried. */
const RARE = ['same', 'text', 'list', 'SAME_FIELD', 'DELETE_VS_EDIT', 'TYPE_CHANGE', 'ARRAY_ORDER', 'NO_BASE']

const SWAPPED: Partial<Record<MergedField['outcome'], MergedField['outcome']>> = { ours: 'theirs', theirs: 'ours' }

/** All that a merge says, as text. */
function told({ value, fields, confidence }: Merge, swap = false): string {
  const lines = fields.map(({ path, base, ours, theirs, result, outcome, reason, confidence: certain }) =>
    swap
      ? [path, { base, ours: theirs, theirs: ours, result }, SWAPPED[outcome] ?? outcome, reason, certain]
      : [path, { base, ours, theirs, result }, outcome, reason, certain],
  )
  return JSON.stringify([value, confidence, lines])
}

/** Which of its values a field with this outcome says are equal. */
const EQUAL: Partial<Record<MergedField['outcome'], readonly (readonly ['ours' | 'theirs', 'base' | 'ours' | 'result'])[]>> = {
  ours: [
    ['ours', 'result'],
    ['theirs', 'base'],
  ],
  theirs: [
    ['theirs', 'result'],
    ['ours', 'base'],
  ],
  same: [
    ['theirs', 'ours'],
    ['ours', 'result'],
  ],
}

/** What a field says of its values is so. */
function checkField(field: MergedField): void {
  const { base, ours, theirs, outcome, confidence } = field
  const refuse = (why: string): never => {
    throw new Error(`${why}: ${JSON.stringify(field)}`)
  }
  if (text(base) === text(ours) && text(base) === text(theirs)) refuse('unchanged')
  if ((outcome === 'proposal') !== (field.reason !== undefined)) refuse('a reason too many or too few')
  if (outcome === 'proposal' ? confidence > 0.5 : confidence < 0.9) refuse('another confidence')
  // A list's own field tells of its membership and order; what its elements hold is told below it.
  if ([base ?? [], ours, theirs].every(Array.isArray)) return
  for (const [left, right] of EQUAL[outcome] ?? []) if (text(field[left]) !== text(field[right])) refuse(`${left} is not ${right}`)
}

function checkLaws(base: Side, ours: Side, theirs: Side): Merge {
  const merged = merge(base, ours, theirs, { oursHlc: '1', theirsHlc: '2' })
  const { value, fields, confidence } = merged
  if (value !== undefined && !isAdmitted(value)) throw new Error('not admitted')
  // What was put together is admitted as anything that comes from outside.
  if (value !== undefined) same(copied(value), value, 'canonical')
  for (const field of fields) checkField(field)
  if (new Set(fields.map((field) => field.path)).size !== fields.length) throw new Error(`twice: ${JSON.stringify(fields)}`)
  if (confidence !== Math.min(1, ...fields.map((field) => field.confidence))) throw new Error('not the lowest')
  same(rebuilt(merged, 'ours'), ours, 'ours, rebuilt')
  same(rebuilt(merged, 'theirs'), theirs, 'theirs, rebuilt')
  const again = merge(copied(base), copied(ours), copied(theirs), { oursHlc: '1', theirsHlc: '2' })
  if (told(again) !== told(merged)) throw new Error(`${told(again)} without sharing, but ${told(merged)}`)
  const turned = merge(base, theirs, ours, { oursHlc: '2', theirsHlc: '1' })
  if (told(turned, true) !== told(merged)) throw new Error(`${told(turned, true)} with sides swapped, but ${told(merged)}`)
  return merged
}

/** Merging with a side that changed nothing, or the same, changes nothing. */
function checkIdentity(base: Side, side: Side): void {
  for (const unchanged of [base, copied(base)]) {
    if (merge(base, side, unchanged).value !== side) throw new Error('another value than ours')
    const { value, confidence } = merge(base, unchanged, side)
    if (value !== side && text(base) !== text(side)) throw new Error('another value than theirs')
    if (confidence !== 1) throw new Error(`merged with nothing: ${confidence}`)
  }
  const alike = merge(base, side, copied(side))
  if (alike.value !== side || alike.fields.some((field) => field.outcome !== 'same')) throw new Error(`alike: ${told(alike)}`)
}

const RUNS = 100_000

test('M-1 M-2 M-3 M-4 M-5 M-6 M-18 the laws hold for a hundred thousand triples', () => {
  const seen = new Map<string, number>()
  for (let seed = 1; seed <= RUNS; seed++) {
    const [base, ours, theirs] = smallTriple(seed)
    try {
      const { fields } = checkLaws(base, ours, theirs)
      checkIdentity(base, ours)
      for (const { reason, outcome } of fields) seen.set(reason ?? outcome, (seen.get(reason ?? outcome) ?? 0) + 1)
    } catch (error) {
      throw new Error(`Seed ${seed}: ${text(base)} became ${text(ours)} and ${text(theirs)}`, { cause: error })
    }
  }
  expect(RARE.filter((outcome) => (seen.get(outcome) ?? 0) < 100)).toEqual([])
})

test('M-1 M-2 M-3 M-5 M-6 the laws hold for larger documents, and for values that have nothing to do with one another', () => {
  let doubtful = 0
  const check = (base: Side, ours: Side, theirs: Side): void => {
    if (checkLaws(base, ours, theirs).confidence < 0.8) doubtful++
    checkIdentity(base, theirs)
  }
  fc.assert(
    fc.property(arbitraryTriple, ([base, ours, theirs]) => check(base, ours, theirs)),
    { numRuns: 3_000, seed: 21 },
  )
  fc.assert(
    fc.property(arbitraryJson, arbitraryJson, arbitraryJson, (base, ours, theirs) => {
      check(base, ours, theirs)
      check(undefined, ours, theirs)
    }),
    { numRuns: 1_000, seed: 22 },
  )
  expect(doubtful).toBeGreaterThan(1_000)
})
