import type { AlertRule, MetricLine } from '../../shared/contract.ts'
import type { LimitLine } from '../charts/mark-lines.ts'
import type { MetricChart } from './metric-charts.ts'

/** Where alert rules look at a figure that a chart draws: their limits, each once. // V-285 */
export function limitsOf(chart: MetricChart, rules: readonly AlertRule[]): readonly LimitLine[] {
  const limits = new Map<string, LimitLine>()
  for (const { condition } of rules) {
    const value = limitOf(condition, chart)
    if (value === undefined || !('is' in condition)) continue
    const text = `alert ${condition.is} ${chart.format(value)}`
    limits.set(text, { value, text })
  }
  return [...limits.values()]
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
