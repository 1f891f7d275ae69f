import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { merge } from './index.ts'

const PROSE = 'The quick brown fox jumps over the lazy dog.'
const LATER_OURS = { oursHlc: '2', theirsHlc: '1' }

describe('texts', () => {
  test.each([
    [
      'M-12 two words',
      PROSE,
      'The slow brown fox jumps over the lazy dog.',
      'The quick brown fox jumps over the lazy cat.',
      'The slow brown fox jumps over the lazy cat.',
    ],
    ['M-12 both ends', PROSE, `Look! ${PROSE}`, `${PROSE} Yes.`, `Look! ${PROSE} Yes.`],
    [
      'M-12 taken out and put in',
      PROSE,
      'The brown fox jumps over the lazy dog.',
      'The quick brown fox jumps over the very lazy dog.',
      'The brown fox jumps over the very lazy dog.',
    ],
    [
      'M-12 several edits each',
      PROSE,
      'A quick red fox jumps over the lazy dog!',
      'The quick brown foxes jump over the dog.',
      'A quick red foxes jump over the dog!',
    ],
    [
      'M-12 a short text that both made long',
      'x',
      'x and so on, and so on, and so on',
      'This is what follows here: x',
      'This is what follows here: x and so on, and so on, and so on',
    ],
    [
      'M-13 one edit made by both, and another',
      PROSE,
      'The quick red fox jumps over the lazy dog.',
      'The quick red fox jumps over the lazy cat.',
      'The quick red fox jumps over the lazy cat.',
    ],
    [
      'M-14 a line break among line breaks',
      `${PROSE}\n\n\n${PROSE}`,
      `${PROSE} More.\n\n\n${PROSE}`,
      `${PROSE}\n\n\n\n${PROSE}`,
      `${PROSE} More.\n\n\n\n${PROSE}`,
    ],
    [
      'M-14 one taken out',
      `${PROSE}\n\n\n${PROSE}`,
      `${PROSE}\n\n\nMore. ${PROSE}`,
      `${PROSE}\n\n${PROSE}`,
      `${PROSE}\n\nMore. ${PROSE}`,
    ],
    ['M-14 a repeated word', `${PROSE} ha ha ha`, `${PROSE} ha ha ha ha`, `${PROSE} ha ha ha!`, `${PROSE} ha ha ha ha!`],
  ])('%s', (_, base, ours, theirs, value) => {
    const merged = merge(base, ours, theirs)
    expect(merged.value).toBe(value)
    expect(merged.fields).toEqual([{ path: '', base, ours, theirs, result: value, outcome: 'text', confidence: 0.9 }])
    expect(merge(base, theirs, ours).value).toBe(value)
  })

  test.each([
    [
      'M-13 one word, two ways',
      PROSE,
      'The quick red fox jumps over the lazy dog.',
      'The quick blue fox jumps over the lazy cat.',
      'The quick red fox jumps over the lazy cat.',
    ],
    ['M-13 put in at one place', PROSE, `${PROSE} One.`, `${PROSE} Two.`, `${PROSE} One.`],
    ['M-13 put in what is taken out', PROSE, 'The dog.', 'The quick brown fox jumps over the very lazy dog.', 'The dog.'],
    [
      'M-13 touching',
      'abcdefghijklmnopqrstuvwxyz',
      'abcdefgh--klmnopqrstuvwxyz',
      'abcdefghij++mnopqrstuvwxyz',
      'abcdefgh--klmnopqrstuvwxyz',
    ],
    ['M-14 before or behind, who knows', `aaaa${PROSE}`, `aaaaa${PROSE}`, `aazaa${PROSE}`, `aaaaa${PROSE}`],
  ])('%s: the later writer there', (_, base, ours, theirs, value) => {
    const merged = merge(base, ours, theirs, LATER_OURS)
    expect(merged.value).toBe(value)
    expect(merged.fields).toMatchObject([{ path: '', outcome: 'proposal', reason: 'SAME_FIELD', confidence: 0.5 }])
    expect(merge(base, theirs, ours, { oursHlc: '1', theirsHlc: '2' }).value).toBe(merged.value)
  })

  test('M-13 text that a rewriting has by chance is part of it', () => {
    const base = 'We shall meet at the station on Monday morning.'
    const rewritten = 'Nobody has seen the others since they left us.'
    const merged = merge(base, rewritten, 'We shall meet at the station on Monday evening.', LATER_OURS)
    expect(merged.value).toBe(rewritten)
    expect(merged.confidence).toBe(0.5)
  })
})

/** Texts without a character twice, so that it is known where each edit was made; every third takes two units. */
const character = (at: number): string => String.fromCodePoint(at % 3 === 0 ? 0x1_f400 + at : 0x4e00 + at)
const CHARACTERS = Array.from({ length: 60 }, (_, at) => character(at))
const INSERTED = [character(1_000), character(1_001), character(1_002), character(1_003)]

/** One replacement: the place, how much is taken out, and what is put in. */
const arbitrarySplice = fc
  .tuple(fc.nat(60), fc.nat(6), fc.subarray(INSERTED))
  .filter(([at, taken, put]) => at + taken <= 60 && taken + put.length > 0)
type Splice = readonly [number, number, readonly string[]]

const spliced = (...splices: readonly Splice[]): string => {
  const characters = [...CHARACTERS]
  for (const [at, taken, put] of splices.toSorted((left, right) => right[0] - left[0])) characters.splice(at, taken, ...put)
  return characters.join('')
}

test('M-12 M-13 M-15 an edit on each side: both, where they neither overlap nor touch, and a proposal elsewhere', () => {
  const base = CHARACTERS.join('')
  const seen = { apart: 0, touching: 0 }
  fc.assert(
    fc.property(arbitrarySplice, arbitrarySplice, (ours, theirs) => {
      const [first, second] = ours[0] <= theirs[0] ? [ours, theirs] : [theirs, ours]
      const apart = first[0] + first[1] < second[0]
      const [left, right] = [spliced(ours), spliced(theirs)]
      if (left === right) return
      seen[apart ? 'apart' : 'touching']++
      const merged = merge(base, left, right)
      expect(merged.confidence).toBe(apart ? 0.9 : 0.5)
      if (apart) expect(merged.value).toBe(spliced(ours, theirs))
    }),
    { numRuns: 3_000, seed: 31 },
  )
  expect(Math.min(seen.apart, seen.touching)).toBeGreaterThan(300)
})

test('M-12 M-15 several edits on each side: where all are had, each is as it was made', () => {
  const base = CHARACTERS.join('')
  const arbitrarySide = fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 4 })
  let clean = 0
  fc.assert(
    fc.property(arbitrarySide, arbitrarySide, arbitrarySplice, (left, right, [, taken, put]) => {
      const at = (slot: number): Splice => [slot * 5, taken % 4, put]
      const others = right.filter((slot) => !left.includes(slot)).map(at)
      const merged = merge(base, spliced(...left.map(at)), spliced(...others))
      if (merged.confidence < 0.9) return
      expect(merged.value).toBe(spliced(...left.map(at), ...others))
      clean++
    }),
    { numRuns: 3_000, seed: 33 },
  )
  expect(clean).toBeGreaterThan(1_000)
})

const arbitraryWord = fc.constantFrom('a', 'a', 'b', '\n', '😀', '😁', '\u{1f3fb}', 'ab', ' ')
const arbitraryProse = fc.array(arbitraryWord, { minLength: 12, maxLength: 40 })

test('M-5 M-14 M-15 repetitive texts: well-formed, and the same with the sides swapped', () => {
  let clean = 0
  const arbitraryEdits = fc.array(fc.tuple(fc.nat(40), fc.nat(3), fc.array(arbitraryWord, { maxLength: 3 })), { maxLength: 3 })
  fc.assert(
    fc.property(arbitraryProse, arbitraryEdits, arbitraryEdits, (words, left, right) => {
      const [base, ours, theirs] = [[], left, right].map((edits) => {
        const characters = Array.from(words.join(''))
        for (const [at, taken, put] of edits) characters.splice(at % (characters.length + 1), taken, ...put)
        return characters.join('')
      }) as [string, string, string]
      const merged = merge(base, ours, theirs, LATER_OURS)
      const swapped = merge(base, theirs, ours, { oursHlc: '1', theirsHlc: '2' })
      expect([swapped.value, swapped.confidence]).toEqual([merged.value, merged.confidence])
      expect((merged.value as string).isWellFormed()).toBe(true)
      if (merged.fields[0]?.outcome === 'text') clean++
    }),
    { numRuns: 5_000, seed: 32 },
  )
  expect(clean).toBeGreaterThan(500)
})
