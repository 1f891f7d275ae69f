import { parentPort, workerData } from 'node:worker_threads'
import { runSeeds } from './run-seeds.ts'

/** The seeds that a worker runs, and for how many steps each. */
export interface SeedRange {
  readonly from: number
  readonly count: number
  readonly steps: number
}

const { from, count, steps } = workerData as SeedRange
const failed = await runSeeds(from, count, steps)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of this process, not a window
parentPort?.postMessage(failed)
