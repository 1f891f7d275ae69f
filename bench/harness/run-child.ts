/** Runs one contestant once, in a process of its own, and prints its figures: no warm caches, no shared heap. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadScenario } from './catalogue.ts'

const [scenarioName, contestantName, medium] = process.argv.slice(2)
if (!scenarioName || !contestantName) throw new Error('usage: run-child.ts SCENARIO CONTESTANT [disk|memory]')
const scenario = await loadScenario(scenarioName)
const contestant = scenario.contestants.find((one) => one.name === contestantName)
if (!contestant) throw new Error(`scenario ${scenarioName} has no contestant ${contestantName}`)
const dir = mkdtempSync(join(medium === 'memory' ? '/dev/shm' : tmpdir(), 'srvra-bench-'))
try {
  const figures = await contestant.run({ dir })
  process.stdout.write(`\n${JSON.stringify(figures)}\n`)
} finally {
  rmSync(dir, { recursive: true, force: true })
}
process.exit(0)
