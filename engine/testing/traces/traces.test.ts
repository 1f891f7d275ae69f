import { expect, test } from 'vitest'
import { sayUntested } from '../faults/say-untested.ts'
import { recordedTrace, type EditingTrace } from './editing-trace.ts'
import { generatedTrace } from './generated-trace.ts'
import { replayTrace } from './replay-trace.ts'

const FIVE_MINUTES_MS = 300_000

/** Where it ended in the hub, for every author and for a reader; nothing was in doubt, refused or left waiting. */
function endOf({ authors, endContent }: EditingTrace): object {
  const texts = Array.from({ length: authors + 2 }, () => endContent)
  return { texts, conflicts: 0, unanswered: 0, failures: [] }
}

test.each([
  ['clownschool', 1_000],
  ['sveltecomponent', 0],
])(
  'P-130 the recorded trace %s',
  (name, leastConcurrentRounds) => {
    const trace = recordedTrace(name)
    if (trace === undefined) {
      sayUntested(`the recorded trace ${name}`, 'it does not lie beside the repository; only generated ones are replayed')
      return
    }
    const { concurrentRounds, ...end } = replayTrace(trace)
    expect(end).toEqual(endOf(trace))
    expect(concurrentRounds).toBeGreaterThanOrEqual(leastConcurrentRounds)
  },
  FIVE_MINUTES_MS,
)

test.each([1, 2, 3, 4, 5])('P-130 a generated trace of three authors, seed %i', (seed) => {
  const trace = generatedTrace(seed, 3)
  const { concurrentRounds, ...end } = replayTrace(trace)
  expect(end).toEqual(endOf(trace))
  expect(concurrentRounds).toBeGreaterThan(50)
})
