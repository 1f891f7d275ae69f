import { diff3Merge } from 'node-diff3'
import { combineMergers, trimergeJsonDeepEqual, trimergeJsonObject, trimergeString } from 'trimerge'
import { merge } from '../../engine/core/merge/index.ts'
import { admitJson, type JsonObject, type JsonValue } from '../../engine/core/json/index.ts'
import { realEdits } from '../harness/real-documents.ts'
import { atLeast, type Contestant, type Figures, type Scenario } from '../harness/scenario.ts'

/** Three versions of one document: two people edited it apart. */
interface Triple {
  readonly base: JsonValue
  readonly ours: JsonValue
  readonly theirs: JsonValue
}

/** Three versions of one text. */
interface Texts {
  readonly base: string
  readonly ours: string
  readonly theirs: string
}

const RUN_MS = 2000
const WARM_UP_MS = 500
const SMALL_BYTES = 2000
const PARAGRAPHS = 60

/** Real documents with a real edit on one side, and another field changed on the other. */
const triples: readonly Triple[] = realEdits(1000)
  .filter(({ bytes, before, after }) => bytes < SMALL_BYTES && isObject(before) && isObject(after))
  .map(({ before, after }, index) => ({
    base: before,
    ours: after,
    theirs: admitJson({ ...(before as JsonObject), reviewed: index }),
  }))

/** A text of some thousand characters in which both sides edit paragraphs of their own. */
const texts: readonly Texts[] = Array.from({ length: 100 }, (_, number) => {
  const paragraphs = Array.from(
    { length: PARAGRAPHS },
    (_paragraph, index) => `Paragraph ${index} of text ${number}, with a sentence or two that say something about it.`,
  )
  const edited = (at: number, by: string): string => paragraphs.with(at, `${paragraphs[at]} Edited by ${by}.`).join('\n')
  return {
    base: paragraphs.join('\n'),
    ours: edited((number * 7) % 20, 'one'),
    theirs: edited(30 + ((number * 11) % 20), 'another'),
  }
})

function isObject(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** How many a second, once the engine has compiled what it will compile. */
function rate<Input>(inputs: readonly Input[], work: (input: Input) => unknown): number {
  const spin = (ms: number): number => {
    const began = performance.now()
    let count = 0
    for (; performance.now() - began < ms; count += inputs.length) for (const input of inputs) work(input)
    return (count / (performance.now() - began)) * 1000
  }
  spin(WARM_UP_MS)
  return spin(RUN_MS)
}

/** What it can not merge it throws; that is an answer, too. */
function attempt(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

const lines = (value: JsonValue): string[] => JSON.stringify(value, undefined, 1).split('\n')

function measure(documents?: (triple: Triple) => unknown, text?: (texts: Texts) => unknown): Figures {
  return {
    ...(documents ? { 'documents/s': rate(triples, documents) } : {}),
    ...(text ? { 'texts/s': rate(texts, text) } : {}),
  }
}

const OURS = 'SRVRA Sync'
const DIFF3 = 'node-diff3 (lines)'

const contestants: readonly Contestant[] = [
  {
    name: OURS,
    role: 'ours',
    run: () => {
      for (const { base, ours, theirs } of texts)
        if (merge(base, ours, theirs).confidence !== 0.9) throw new Error('both edits of a text have to be merged')
      return measure(
        ({ base, ours, theirs }) => merge(base, ours, theirs),
        ({ base, ours, theirs }) => merge(base, ours, theirs),
      )
    },
  },
  {
    name: DIFF3,
    role: 'peer',
    run: () =>
      measure(
        ({ base, ours, theirs }) => diff3Merge(lines(ours), lines(base), lines(theirs)),
        ({ base, ours, theirs }) => diff3Merge(ours.split('\n'), base.split('\n'), theirs.split('\n')),
      ),
  },
  {
    name: 'trimerge',
    role: 'peer',
    run: () => {
      const both = combineMergers(trimergeJsonDeepEqual, trimergeJsonObject, trimergeString)
      // Its merge of texts compares every character with every other: a text of this size takes it seconds.
      return measure(({ base, ours, theirs }) => attempt(() => both(base, ours, theirs)))
    },
  },
]

export const scenario: Scenario = {
  name: 'merge',
  title: 'Three-way merge',
  description:
    'Real documents below 2 kB: a real edit on one side, another field on the other; and texts of 60 paragraphs in which both sides edit one of their own. Ours says of every field what became of it, and works on characters; node-diff3 works on lines, of a text or of indented JSON, and knows neither fields nor elements.',
  rounds: 3,
  contestants,
  targets: (median) => [
    atLeast('merge-speed', '>= 100,000 three-way merges/s of small documents', median(OURS, 'documents/s'), 100_000),
    atLeast(
      'merge-speed',
      'faster than node-diff3 on indented JSON',
      median(OURS, 'documents/s') / median(DIFF3, 'documents/s'),
      1,
    ),
  ],
}
