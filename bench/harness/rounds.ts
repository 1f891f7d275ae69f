import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Contestant, Figures, Row, Scenario, Spread } from './scenario.ts'

const execute = promisify(execFile)
const CHILD = fileURLToPath(new URL('run-child.ts', import.meta.url))

/**
 * Runs every contestant once a round, in turn, so that a machine that speeds up or slows down meanwhile does so for
 * all of them. The order is turned around every other round.
 */
export async function runRounds(scenario: Scenario, tell: (line: string) => void): Promise<readonly Row[]> {
  const runs = new Map<string, Figures[]>(scenario.contestants.map((one) => [one.name, []]))
  for (let round = 0; round < scenario.rounds; round += 1) {
    const order = round % 2 === 0 ? scenario.contestants : scenario.contestants.toReversed()
    for (const contestant of order) {
      tell(`  round ${round + 1}/${scenario.rounds}  ${contestant.name}`)
      runs.get(contestant.name)?.push(await runOnce(scenario, contestant))
    }
  }
  return scenario.contestants.map((one) => ({
    contestant: one.name,
    role: one.role,
    figures: spreads(runs.get(one.name) ?? []),
  }))
}

async function runOnce(scenario: Scenario, contestant: Contestant): Promise<Figures> {
  const args = ['--expose-gc', '--max-old-space-size=6144', CHILD, scenario.name, contestant.name, scenario.medium ?? 'disk']
  const { stdout } = await execute(process.execPath, args, { maxBuffer: 1 << 26, timeout: 600_000 })
  const last = stdout.trimEnd().split('\n').at(-1) ?? ''
  return JSON.parse(last) as Figures
}

function spreads(runs: readonly Figures[]): Readonly<Record<string, Spread>> {
  const names = Object.keys(runs[0] ?? {})
  return Object.fromEntries(names.map((name) => [name, spread(runs.map((run) => run[name] ?? Number.NaN))]))
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  return { median: median ?? Number.NaN, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN }
}
