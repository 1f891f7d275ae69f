import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { FailedRun } from './run-seeds.ts'
import type { SeedRange } from './seed-worker.ts'

const WORKER = new URL('seed-worker.ts', import.meta.url)
const SLICE = 500

/** Runs many seeds on all processors; answers one that failed. Seeds know nothing of each other, so the order is of no account. */
export async function runInParallel(from: number, count: number, steps: number): Promise<FailedRun | undefined> {
  const slices: SeedRange[] = []
  for (let first = from; first < from + count; first += SLICE)
    slices.push({ from: first, count: Math.min(SLICE, from + count - first), steps })
  let failed: FailedRun | undefined
  const work = async (): Promise<void> => {
    for (let slice = slices.shift(); slice && !failed; slice = slices.shift()) failed ??= await runSlice(slice)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return failed
}

async function runSlice(slice: SeedRange): Promise<FailedRun | undefined> {
  const worker = new Worker(WORKER, { workerData: slice })
  const [answer] = (await once(worker, 'message')) as [FailedRun | undefined]
  await worker.terminate()
  return answer
}
