import type { Scenario } from './scenario.ts'

/** Every scenario by name, in the order of the report. Loaded one at a time: peers need not all be installed for one. */
const SCENARIOS: Readonly<Record<string, () => Promise<{ readonly scenario: Scenario }>>> = {
  'local-writes': () => import('../scenarios/local-writes.ts'),
  'memory-set': () => import('../scenarios/memory-set.ts'),
  reads: () => import('../scenarios/reads.ts'),
  history: () => import('../scenarios/history.ts'),
  delta: () => import('../scenarios/delta.ts'),
  merge: () => import('../scenarios/merge.ts'),
  'cold-start': () => import('../scenarios/cold-start.ts'),
  backups: () => import('../scenarios/backups.ts'),
  growth: () => import('../scenarios/growth.ts'),
  cities: () => import('../scenarios/cities.ts'),
  sync: () => import('../scenarios/sync.ts'),
  'sync-scale': () => import('../scenarios/sync-scale.ts'),
  console: () => import('../scenarios/console.ts'),
}

export const scenarioNames: readonly string[] = Object.keys(SCENARIOS)

export async function loadScenario(name: string): Promise<Scenario> {
  const load = SCENARIOS[name]
  if (!load) throw new Error(`no scenario '${name}'; there are: ${scenarioNames.join(', ')}`)
  return (await load()).scenario
}
