import { join } from 'node:path'
import { expect, test } from 'vitest'
import { complaintsAbout } from './check-survivor.ts'
import { lastAcknowledged, scratchFolder, startWriter } from './run-writer.ts'
import { seeded } from './seeded.ts'
import type { WriterPlan } from './writer.ts'

const CYCLES = Number(process.env['SRVRA_CRASH_CYCLES'] ?? 500)
/** So many crashes a store suffers, before a new one is made: creation is a moment to be killed in, too. */
const CYCLES_A_STORE = 25
const LANES = 2
const LONGEST_LIFE_MS = 60

/** Lets a writer live for a moment and kills it; answers what is wrong with what it left. */
async function crash(plan: WriterPlan, lifeMs: number): Promise<readonly string[]> {
  const writer = startWriter(plan)
  await writer.started
  await new Promise((resolve) => setTimeout(resolve, lifeMs))
  writer.process.kill('SIGKILL')
  return complaintsAbout(plan.dir, lastAcknowledged(await writer.ended))
}

async function lane(number: number, cycles: number, root: string): Promise<readonly string[]> {
  const random = seeded(number)
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const dir = join(root, `lane-${number}-store-${Math.floor(cycle / CYCLES_A_STORE)}`)
    const complaints = await crash({ dir }, random() * LONGEST_LIFE_MS)
    if (complaints.length > 0) return [`lane ${number}, cycle ${cycle}`, ...complaints]
  }
  return []
}

test(
  `L-6 what was acknowledged survives ${CYCLES} kills at random instants, and the state is what the log leads to`,
  { timeout: 300_000 },
  async () => {
    const root = scratchFolder()
    const lanes = Array.from({ length: LANES }, (_, number) => lane(number, CYCLES / LANES, root))
    expect(await Promise.all(lanes)).toEqual(lanes.map(() => []))
  },
)

test('L-6 the kills would find a store that acknowledges before it writes', { timeout: 120_000 }, async () => {
  const root = scratchFolder()
  const random = seeded(7)
  for (let cycle = 0; cycle < 200; cycle += 1) {
    const complaints = await crash({ dir: join(root, `store-${cycle}`), bug: 'acknowledges-first' }, random() * LONGEST_LIFE_MS)
    if (complaints.some((complaint) => complaint.startsWith('acknowledged up to'))) return
  }
  expect.fail('two hundred kills did not find the planted bug')
})
