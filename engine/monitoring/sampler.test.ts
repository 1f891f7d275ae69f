import { expect, test } from 'vitest'
import { NO_TOTALS, WaitingCounts } from '../sync/hub/hub-statistics.ts'
import { StageTimes } from '../sync/hub/stage-times.ts'
import { Sampler } from './sampler.ts'
import type { MonitoredStatistics } from './reading.ts'
import { SrvraDataSync } from '../index.ts'
import { CommitTimes, UNTIMED_COMMITS } from '../state/commit-times.ts'

const FIGURES = { residentBytes: 5, heapUsedBytes: 4, eventLoopLagSeconds: 0 }
const none = { critical: 0, high: 0, normal: 0, low: 0 }
const client = {
  replica: 'a',
  name: 'a',
  identity: 'a',
  address: '',
  patterns: [],
  firstSeenAt: 0,
  lastSeenAt: 0,
  appliedSeq: 0,
  pending: { ...none, high: 2, low: 3 },
  deadLetters: 0,
  deadlines: {
    critical: { met: 0, missed: 0 },
    high: { met: 0, missed: 0 },
    normal: { met: 0, missed: 0 },
    low: { met: 0, missed: 0 },
  },
}

/** A sampler of a hub, of which only what a test says is asked for. */
function samplerOf(
  waiting: () => ReturnType<WaitingCounts['figures']>,
  stages: StageTimes,
  groups: readonly ['conflicts', 'sync'] | readonly ['performance'],
) {
  const statistics = () =>
    ({
      state: { bytes: 0, historyBytes: 0, writes: { committed: 0 }, head: { seq: 0 }, documents: 0, subscribers: 0 },
      hub: { ...NO_TOTALS, sessions: 0, ...waiting() },
    }) as unknown as MonitoredStatistics
  const sampler = new Sampler({ statistics, figures: () => FIGURES, stages, commits: UNTIMED_COMMITS }, groups)
  return (): Readonly<Record<string, number>> => Object.fromEntries(sampler.sample().map(({ series, value }) => [series, value]))
}

test('O-49 each look has the percentiles of its own pushes, and one without a push has none', () => {
  let now = 0
  const stages = new StageTimes(() => now)
  const look = samplerOf(() => new WaitingCounts().figures([], new Map()), stages, ['performance'])
  const push = (ms: number): void => stages.time('push', () => void (now += ms))
  for (let n = 0; n < 99; n++) push(10)
  push(500)
  const [p50, p99] = ['srvra_hub_stage_seconds_p50{stage="push"}', 'srvra_hub_stage_seconds_p99{stage="push"}']
  const first = look()
  expect(first[p50]).toBeCloseTo(0.01, 3)
  expect(first[p99]).toBeCloseTo(0.01, 3)
  push(500)
  expect(look()[p99]! / 0.5).toBeCloseTo(1, 1)
  expect(look()[p99]).toBeUndefined()
})

test('O-50 what waits at replicas is summed, and a reason that is settled is 0', () => {
  const counts = new WaitingCounts()
  let conflicts = new Map([
    ['1', { reason: 'SAME_FIELD' }],
    ['2', { reason: 'NO_BASE' }],
  ])
  const look = samplerOf(() => counts.figures([client, client], conflicts), new StageTimes(() => 0), ['conflicts', 'sync'])
  expect(look()).toMatchObject({
    srvra_hub_pending_operations: 10,
    'srvra_conflicts_waiting{reason="NO_BASE"}': 1,
    'srvra_conflicts_waiting{reason="SAME_FIELD"}': 1,
  })
  conflicts = new Map([['1', { reason: 'SAME_FIELD' }]])
  expect(look()).toMatchObject({ srvra_conflicts_open: 1, 'srvra_conflicts_waiting{reason="NO_BASE"}': 0 })
})

test('O-51 commits of the store are measured while somebody observes, whether they end well or not', () => {
  let now = 0
  const commits = new CommitTimes(() => now)
  commits.time(() => (now += 100))
  const statistics = () => ({ state: { writes: {}, head: {} } }) as unknown as MonitoredStatistics
  const sampler = new Sampler({ statistics, figures: () => FIGURES, stages: new StageTimes(() => 0), commits }, ['performance'])
  expect(() =>
    commits.time(() => {
      now += 20
      throw new Error('full')
    }),
  ).toThrow('full')
  commits.time(() => (now += 20))
  const seen = Object.fromEntries(sampler.sample().map(({ series, value }) => [series, value]))
  expect(seen['srvra_store_commit_seconds_sum']).toBeCloseTo(0.04, 6)
  expect(seen['srvra_store_commit_seconds_count']).toBe(2)
  expect((seen['srvra_store_commit_seconds_p99'] ?? 0) / 0.02).toBeCloseTo(1, 1)
  sampler.close()
})

test('O-51 a write at an engine is a commit that is measured', async () => {
  const engine = new SrvraDataSync()
  engine.setState('a', 1)
  const served = await engine.monitoring.serve({ host: '127.0.0.1', port: 0 })
  engine.setState('a', 2)
  const text = await (await fetch(served.url)).text()
  await engine.close()
  expect(text).toContain('srvra_store_commit_seconds_count 1')
})
