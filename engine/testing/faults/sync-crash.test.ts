import { expect, test } from 'vitest'
import type { NetworkMode } from './fault-proxy.ts'
import { scratchFolder } from './run-writer.ts'
import { complaintsAboutFleet, Fleet, REPLICAS } from './running-fleet.ts'
import { sayUntested } from './say-untested.ts'
import { seeded } from './seeded.ts'
import { canBendClocks } from './wrong-clock.ts'

const ROUNDS = Number(process.env['SRVRA_SYNC_ROUNDS'] ?? 50)
const CLOCK_ROUNDS = Number(process.env['SRVRA_CLOCK_ROUNDS'] ?? 5)
const LONGEST_QUIET_MS = 400
const MODES: readonly NetworkMode[] = ['pass', 'stall', 'slow', 'deaf', 'mute', 'cut']

if (!canBendClocks) sayUntested('wrong clocks of real processes', 'there is no faketime')

/** Breaks networks and kills processes at random, round after round, and lets all of it come to rest. */
async function harass(fleet: Fleet, rounds: number): Promise<void> {
  const random = seeded(Number(process.env['SRVRA_SYNC_SEED'] ?? 1))
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  await fleet.start()
  for (let round = 0; round < rounds; round++) {
    fleet.proxy(pick(REPLICAS)).mode = pick(MODES)
    await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_QUIET_MS))
    if (random() < 0.4) await fleet.killHub()
    else await fleet.killReplica(pick(REPLICAS))
  }
  await fleet.settle()
}

test(
  `P-39, P-100 after ${ROUNDS} rounds of killed processes and a network that stalls, trickles, goes deaf and is cut, every acknowledged write is everywhere`,
  { timeout: 600_000 },
  async () => {
    const fleet = new Fleet(scratchFolder())
    await harass(fleet, ROUNDS)
    expect(fleet.acknowledged.size).toBeGreaterThan(ROUNDS)
    expect(complaintsAboutFleet(fleet)).toEqual([])
  },
)

test.runIf(canBendClocks)(
  `P-75, P-105 ${CLOCK_ROUNDS} rounds with clocks a day ahead, a day behind, and one that runs a hundred times too fast`,
  { timeout: 600_000 },
  async () => {
    const fleet = new Fleet(scratchFolder(), { a: '+24h', b: '-24h', c: '-1h x100' })
    await harass(fleet, CLOCK_ROUNDS)
    expect(fleet.acknowledged.size).toBeGreaterThan(CLOCK_ROUNDS)
    expect(fleet.rejected).toEqual([])
    expect(complaintsAboutFleet(fleet)).toEqual([])
  },
)
