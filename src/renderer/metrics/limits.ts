import type { AlertRule, MetricLine } from '../../shared/contract.ts'
import type { LimitLine } from '../charts/mark-lines.ts'
import type { MetricChart } from './metric-charts.ts'

/** Where alert rules look at a figure that a chart draws: their limits, each once. // V-285 */
export function limitsOf(chart: MetricChart, rules: readonly AlertRule[]): readonly LimitLine[] {
  return rules.flatMap((rule) => {
    const value = limitOf(rule.condition, chart)
    return value === undefined ? [] : [{ value, text: rule.title }]
  })
}

function limitOf(condition: AlertRule['condition'], chart: MetricChart): number | undefined {
  const draws = (is: (line: MetricLine) => boolean): boolean => chart.lines.some(({ line }) => is(line))
  switch (condition.kind) {
    case 'threshold':
      return draws((line) => (line.as === 'value' || line.as === 'greatest') && line.series === condition.series)
        ? condition.limit
        : undefined
    case 'rate':
      return draws((line) => line.as === 'rate' && line.series === condition.series) ? condition.limit : undefined
    case 'mean':
      return draws((line) => line.as === 'mean' && line.sum === condition.sum && line.count === condition.count)
        ? condition.limit
        : undefined
    // A share, and what is not there, have no height in a chart.
    case 'ratio':
    case 'absence':
    case 'burn-rate':
      return undefined
  }
}

/** `limit 250 ms (Event loop)`, for those who do not see the line, and where it is far above everything. */
export function limitWords(limits: readonly LimitLine[], format: (value: number) => string): readonly string[] {
  return limits.map(({ value, text }) => `limit ${format(value)} (${text})`)
}
