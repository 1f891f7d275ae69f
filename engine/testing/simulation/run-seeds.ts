import { Simulation } from './simulation.ts'
import type { PlantedBugs } from './simulation.ts'

/** A run that broke a rule. */
export interface FailedRun {
  readonly seed: number
  readonly complaints: readonly string[]
  readonly lastSteps: readonly string[]
  /** The hub was restored now and then. */
  readonly restores: boolean
}

const SHOWN_STEPS = 25

/** Runs one seed; undefined when everything held. */
export async function runSeed(seed: number, steps: number, bugs?: PlantedBugs): Promise<FailedRun | undefined> {
  const simulation = new Simulation(seed, bugs)
  let complaints: readonly string[]
  try {
    for (let step = 0; step < steps; step++) simulation.step()
    complaints = await simulation.finish()
  } catch (error) {
    complaints = [error instanceof Error ? (error.stack ?? error.message) : String(error)]
  }
  return complaints.length === 0
    ? undefined
    : { seed, complaints, lastSteps: simulation.taken.slice(-SHOWN_STEPS), restores: bugs?.restores ?? false }
}

/** Runs many seeds, one after the other; answers the first that failed. */
export async function runSeeds(from: number, count: number, steps: number, bugs?: PlantedBugs): Promise<FailedRun | undefined> {
  for (let seed = from; seed < from + count; seed++) {
    const failed = await runSeed(seed, steps, bugs)
    if (failed) return failed
  }
  return undefined
}

/** Runs seeds until one breaks the rule; undefined when none does. For planted bugs, which may break others as well. */
export async function findBroken(rule: string, seeds: number, steps: number, bugs: PlantedBugs): Promise<FailedRun | undefined> {
  for (let seed = 1; seed <= seeds; seed++) {
    const failed = await runSeed(seed, steps, bugs)
    if (failed?.complaints.some((complaint) => complaint.startsWith(`${rule} `))) return failed
  }
  return undefined
}

/** What a person needs to look into a failure. */
export function describeFailure({ seed, complaints, lastSteps, restores }: FailedRun): string {
  return `Seed ${seed} (replay: npm run simulate -- --seed ${seed}${restores ? ' --restores' : ''})\n${complaints.join('\n')}\nlast steps: ${lastSteps.join(', ')}`
}
