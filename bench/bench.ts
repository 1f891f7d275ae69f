/** `npm run bench [-- [--rounds N] NAME ...]`: runs scenarios, writes docs/performance.md and bench/results/latest.json. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type Database from 'better-sqlite3'
import { loadScenario, scenarioNames } from './harness/catalogue.ts'
import { describeEnvironment } from './harness/environment.ts'
import { number, type Report, resultOf, type ScenarioResult, toMarkdown } from './harness/report.ts'
import { runRounds } from './harness/rounds.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const LATEST = here('results/latest.json')
const tell = (line: string): void => void process.stderr.write(`${line}\n`)

const { values, positionals: wanted } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } })
const results: ScenarioResult[] = []
for (const name of wanted.length > 0 ? wanted : scenarioNames) {
  const found = await loadScenario(name)
  const scenario = values.rounds === undefined ? found : { ...found, rounds: Number(values.rounds) }
  tell(`${scenario.name}: ${scenario.title}`)
  const result = resultOf(scenario, await runRounds(scenario, tell))
  results.push(result)
  for (const one of result.targets) tell(`  ${one.met ? 'met   ' : 'MISSED'}  ${one.name}: ${number(one.measured)} (${one.target})`)
}
writeReport(results)

/** A run of some scenarios renews their rows and leaves the others as the last full run had them. */
function writeReport(fresh: readonly ScenarioResult[]): void {
  const kept = previous().filter((old) => !fresh.some((one) => one.name === old.name))
  const scenarios = [...kept, ...fresh].toSorted((a, b) => scenarioNames.indexOf(a.name) - scenarioNames.indexOf(b.name))
  const report: Report = {
    environment: describeEnvironment(sqliteVersion()),
    scenarios,
    targets: scenarios.flatMap((one) => one.targets),
  }
  writeFileSync(LATEST, `${JSON.stringify(report, null, 2)}\n`)
  writeFileSync(here('../docs/performance.md'), toMarkdown(report, readFileSync(here('notes.md'), 'utf8')))
}

function previous(): readonly ScenarioResult[] {
  try {
    return (JSON.parse(readFileSync(LATEST, 'utf8')) as Report).scenarios
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return []
  }
}

function sqliteVersion(): string {
  const Sqlite = createRequire(import.meta.url)('better-sqlite3') as typeof Database
  const database = new Sqlite(':memory:')
  const version = database.prepare('SELECT sqlite_version()').pluck().get() as string
  database.close()
  return version
}
