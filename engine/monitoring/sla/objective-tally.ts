import { compileKeyPattern } from '../../core/query/index.ts'
import type { AnsweredOperation } from '../../sync/hub/operation-times.ts'
import type { Sample } from '../series/series-recorder.ts'
import type { BreachDraft } from './breach-log.ts'
import { bucketOfMs } from './latency-buckets.ts'
import type { Objective } from './objective.ts'
import { latencySeries, outcomeSeries, totalSeries } from './objective-series.ts'
import type { Outcome } from './objective-series.ts'

/** So many breaches are listed of what happens between two looks; the others are counted. */
const MOST_LISTED = 1000
/** Keys of which it is remembered which objectives are about them: the same ones are written again and again. */
const MOST_REMEMBERED = 5000

interface Counted {
  readonly objective: Objective
  readonly covers: (key: string) => boolean
  /** Since the last look. */
  readonly outcomes: Record<Outcome, number>
  readonly latencies: Map<number, number>
  /** Since the counting began. */
  readonly totals: { met: number; missed: number }
}

/** Counts operations against the objectives that are about them. Costs a push no more than counting; all else is left to the look. */
export class ObjectiveTally {
  readonly #now: () => number
  #counted: readonly Counted[] = []
  readonly #byKey = new Map<string, readonly Counted[]>()
  #breaches: BreachDraft[] = []

  constructor(now: () => number) {
    this.#now = now
  }

  /** Counts for these from now on; one that is about the same as before goes on. */
  follow(objectives: readonly Objective[]): void {
    const before = new Map(this.#counted.map((counted) => [seriesId(counted.objective), counted]))
    this.#byKey.clear()
    this.#counted = objectives.map((objective) => {
      const known = before.get(seriesId(objective))
      if (known) return { ...known, objective }
      const { matches } = compileKeyPattern(objective.keys)
      return { objective, covers: matches, outcomes: noOutcomes(), latencies: new Map(), totals: { met: 0, missed: 0 } }
    })
  }

  count(answered: readonly AnsweredOperation[]): void {
    for (const one of answered)
      for (const counted of this.#covering(one.operation.key)) {
        const { priority } = counted.objective
        if (priority === undefined || priority === one.operation.priority) this.#add(counted, one)
      }
  }

  /** What the look keeps: increments since the last one, and counters as they stand. */
  takeSamples(): readonly Sample[] {
    return this.#counted.flatMap(({ objective, outcomes, latencies, totals }) => {
      const grown = Object.entries(outcomes).flatMap(([outcome, value]) =>
        value > 0 ? [{ series: outcomeSeries(objective, outcome as Outcome), value }] : [],
      )
      const spread = [...latencies].map(([bucket, value]) => ({ series: latencySeries(objective, bucket), value }))
      Object.assign(outcomes, noOutcomes())
      latencies.clear()
      const counters = (['met', 'missed'] as const).map((outcome) => ({
        series: totalSeries(objective, outcome),
        value: totals[outcome],
      }))
      return [...grown, ...spread, ...counters]
    })
  }

  takeBreaches(): readonly BreachDraft[] {
    const taken = this.#breaches
    this.#breaches = []
    return taken
  }

  #covering(key: string): readonly Counted[] {
    const known = this.#byKey.get(key)
    if (known) return known
    if (this.#byKey.size >= MOST_REMEMBERED) this.#byKey.clear()
    const covering = this.#counted.filter(({ covers }) => covers(key))
    this.#byKey.set(key, covering)
    return covering
  }

  #add({ objective, outcomes, latencies, totals }: Counted, one: AnsweredOperation): void {
    const { status } = one.answer
    if (status === 'rejected') return void outcomes.rejected++
    const tookMs = one.waitedMs + one.hubMs
    const bucket = bucketOfMs(tookMs)
    latencies.set(bucket, (latencies.get(bucket) ?? 0) + 1)
    const outcome = tookMs <= objective.within ? 'met' : 'missed'
    outcomes[outcome]++
    totals[outcome]++
    if (outcome === 'met') return
    if (this.#breaches.length < MOST_LISTED) this.#breaches.push(breachOf(objective, one, this.#now()))
    else outcomes.unlisted++
  }
}

function seriesId({ id, since }: Objective): string {
  return `${id} ${since}`
}

function noOutcomes(): Record<Outcome, number> {
  return { met: 0, missed: 0, rejected: 0, unlisted: 0 }
}

function breachOf({ id, within }: Objective, one: AnsweredOperation, at: number): BreachDraft {
  const { operation, answer, replica, actor, waitedMs, hubMs } = one
  const { opId, key, priority } = operation
  const place = 'version' in answer ? { seq: answer.seq, version: answer.version } : {}
  const conflict = answer.status === 'conflict' ? { conflict: answer.conflict } : {}
  const times = { at, within, tookMs: Math.round(waitedMs + hubMs), waitedMs, hubMs: Math.round(hubMs) }
  return { objective: id, opId, key, replica, actor, priority, ...place, ...conflict, ...times }
}
