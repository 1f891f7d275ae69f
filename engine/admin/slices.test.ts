import { expect, test } from 'vitest'
import { runInSlices, SLICE_MS } from './slices.ts'

/** A stopwatch that a step of work moves on. */
function workOf(
  steps: number,
  msEach: number,
): { stopwatch: () => number; run: () => Generator<number, string>; closed: () => boolean } {
  let now = 0
  let closed = false
  function* run(): Generator<number, string> {
    try {
      for (let step = 0; step < steps; step++) {
        now += msEach
        yield step
      }
      return 'done'
    } finally {
      closed = true
    }
  }
  return { stopwatch: () => now, run, closed: () => closed }
}

test('V-61 long work is cut into slices, and others have their turn between them', async () => {
  const { run, stopwatch } = workOf(100, 1)
  let turns = 0
  let over = false
  const count = (): void => {
    turns++
    if (!over) setImmediate(count)
  }
  setImmediate(count)
  const told: number[] = []
  expect(await runInSlices(run(), { stopwatch, onProgress: (step) => told.push(step) })).toBe('done')
  over = true
  expect(told.length).toBeGreaterThanOrEqual(Math.floor(100 / (SLICE_MS + 1)))
  expect(turns).toBeGreaterThanOrEqual(told.length)
})

test('V-61 work that is cancelled is closed where it stands', async () => {
  const { run, stopwatch, closed } = workOf(1_000_000, 1)
  const abort = new AbortController()
  const running = runInSlices(run(), { stopwatch, signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) })
  await expect(running).rejects.toThrow('enough')
  expect(closed()).toBe(true)
})
