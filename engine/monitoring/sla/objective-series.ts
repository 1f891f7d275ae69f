import type { Objective } from './objective.ts'

/** What became of an operation; `unlisted` are misses that the list of breaches had no room for. */
export type Outcome = 'met' | 'missed' | 'rejected' | 'unlisted'

type Measured = Pick<Objective, 'id' | 'since'>

/** An objective that begins to be about something else begins new series: what it was before is not mixed in. */
function labels({ id, since }: Measured): string {
  return `objective="${id}",since="${since}"`
}

/** How many operations came to that since the look before: increments, of which only those that are not 0 are kept. */
export function outcomeSeries(objective: Measured, outcome: Outcome): string {
  return `srvra_sla_operations{${labels(objective)},outcome="${outcome}"}`
}

/** How many operations took as long as the bucket says since the look before; kept as outcomes are. */
export function latencySeries(objective: Measured, bucket: number): string {
  return `${latencyPrefix(objective)}${bucket}"}`
}

/** What the names of all buckets of an objective begin with. */
export function latencyPrefix(objective: Measured): string {
  return `srvra_sla_latency{${labels(objective)},bucket="`
}

/** A counter, as alert rules read it. */
export function totalSeries(objective: Measured, outcome: 'met' | 'missed'): string {
  return `srvra_sla_${outcome}_total{${labels(objective)}}`
}
