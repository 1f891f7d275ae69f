import { CATALOGUE } from '../../monitoring/catalogue.ts'
import type { MetricView } from '../commands.ts'

/** Those that are not read off statistics, but measured as a push goes on. */
const STAGES: readonly Omit<MetricView, 'series'>[] = [
  { name: 'srvra_store_commit_seconds_sum', help: 'Time that the store took for commits together, in seconds.', kind: 'counter' },
  { name: 'srvra_store_commit_seconds_count', help: 'Commits of the store that were measured.', kind: 'counter' },
  { name: 'srvra_store_commit_seconds_p50', help: 'What half of a second of commits did not exceed, in seconds.', kind: 'gauge' },
  { name: 'srvra_store_commit_seconds_p99', help: 'What 99 of 100 commits of a second did not exceed, in seconds.', kind: 'gauge' },
  { name: 'srvra_hub_stage_seconds_sum', help: 'Time that the stages of pushes took together, in seconds.', kind: 'counter' },
  { name: 'srvra_hub_stage_seconds_count', help: 'Stages of pushes that were measured.', kind: 'counter' },
  { name: 'srvra_hub_stage_seconds_p50', help: 'What half of a second of pushes did not exceed, in seconds.', kind: 'gauge' },
  { name: 'srvra_hub_stage_seconds_p99', help: 'What 99 of 100 pushes of a second did not exceed, in seconds.', kind: 'gauge' },
]

/** Every metric of which something is kept, with its series. */
export function describeSeries(names: readonly string[]): readonly MetricView[] {
  const byMetric = new Map<string, string[]>()
  for (const series of names) {
    const metric = series.replace(/\{.*/, '')
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), series])
  }
  return [...CATALOGUE, ...STAGES].flatMap(({ name, help, kind }) => {
    const series = byMetric.get(name)
    return series === undefined ? [] : [{ name, help, kind, series }]
  })
}
