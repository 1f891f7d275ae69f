import type { Environment } from './environment.ts'
import type { Row, Scenario, Target } from './scenario.ts'

/** What one scenario gave in this run. */
export interface ScenarioResult {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly rounds: number
  readonly rows: readonly Row[]
  readonly targets: readonly Target[]
}

export interface Report {
  readonly environment: Environment
  readonly scenarios: readonly ScenarioResult[]
  readonly targets: readonly Target[]
}

export function resultOf(scenario: Scenario, rows: readonly Row[]): ScenarioResult {
  const median = (contestant: string, figure: string): number => {
    const spread = rows.find((row) => row.contestant === contestant)?.figures[figure]
    if (!spread) throw new Error(`${scenario.name}: no figure '${figure}' of ${contestant}`)
    return spread.median
  }
  const { name, title, description, rounds } = scenario
  return { name, title, description, rounds, rows, targets: scenario.targets(median) }
}

/** The page as Markdown: environment, targets at a glance, a table for each scenario, then the notes by hand. */
export function toMarkdown(report: Report, notes: string): string {
  const { environment } = report
  return [
    '# Performance',
    '',
    'Written by `npm run bench`; `npm run bench -- NAME` runs one scenario. Each figure is the median of its rounds, with the smallest and the largest in brackets.',
    'Contestants run in turn, each in a process of its own, on the same work with the results checked; the ratios count, since absolute figures move with the machine.',
    '',
    `Measured on ${environment.date}: ${environment.cpu}, ${environment.cores} cores, ${environment.memoryGiB} GiB, ${environment.system}, Node ${environment.node}, SQLite ${environment.sqlite}.`,
    '',
    '## Targets',
    '',
    '| Name | Target | Measured | Met |',
    '| --- | --- | ---: | --- |',
    ...report.targets.map((one) => `| ${one.name} | ${one.target} | ${number(one.measured)} | ${one.met ? 'yes' : '**no**'} |`),
    '',
    ...report.scenarios.flatMap(scenarioLines),
    notes.trim(),
    '',
  ].join('\n')
}

function scenarioLines(scenario: ScenarioResult): readonly string[] {
  const figures = [...new Set(scenario.rows.flatMap((row) => Object.keys(row.figures)))]
  return [
    `## ${scenario.title}`,
    '',
    `${scenario.description} ${scenario.rounds === 1 ? 'One round.' : `${scenario.rounds} rounds.`}`,
    '',
    `| | ${figures.join(' | ')} |`,
    `| --- | ${figures.map(() => '---:').join(' | ')} |`,
    ...scenario.rows.map((row) => `| ${nameOf(row)} | ${figures.map((figure) => cell(row, figure)).join(' | ')} |`),
    '',
  ]
}

function nameOf(row: Row): string {
  if (row.role === 'ours') return `**${row.contestant}**`
  return row.role === 'limit' ? `limit: ${row.contestant}` : row.contestant
}

function cell(row: Row, figure: string): string {
  const spread = row.figures[figure]
  if (!spread) return '-'
  if (spread.min === spread.max) return number(spread.median)
  return `${number(spread.median)} (${number(spread.min)}-${number(spread.max)})`
}

export function number(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits, minimumFractionDigits: 0 })
}
