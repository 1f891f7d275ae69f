import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { MemorySeriesStore } from '../../adapters/memory-series-store.ts'
import { SrvraDataSync } from '../../index.ts'
import { until } from '../../testing/until.ts'
import { DEFAULT_LEVELS } from '../series/roll-up.ts'
import { SeriesRecorder } from '../series/series-recorder.ts'
import { errorBudget, serviceLevel } from './service-level.ts'
import { slaReport } from './sla-report.ts'

const T = 1_800_000_000_000
const HOUR = 3_600_000

test('O-21 at a burn rate of one the target is just attained and the budget just used up', () => {
  const counts = fc.record({ met: fc.nat(10_000), missed: fc.nat(10_000) })
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 999 }), (tally, thousandths) => {
      const target = thousandths / 1000
      const { attained, burnRate } = serviceLevel(tally, target)
      const { left } = errorBudget(tally, target)
      expect(attained === undefined).toBe(tally.met + tally.missed === 0)
      expect(left).toBeCloseTo(1 - burnRate, 6)
      if (attained !== undefined) expect(attained).toBeCloseTo(1 - burnRate * (1 - target), 9)
    }),
  )
})

test('O-21 what goes wrong now is told from what went wrong before', () => {
  const recorder = new SeriesRecorder(new MemorySeriesStore(), DEFAULT_LEVELS)
  const tell = (ago: number, met: number, missed: number): void =>
    recorder.record(T - ago, [
      { series: 'srvra_replica_deadlines_met_total{priority="high"}', value: met },
      { series: 'srvra_replica_deadlines_missed_total{priority="high"}', value: missed },
    ])
  tell(20 * 24 * HOUR, 0, 0)
  tell(5 * HOUR, 880, 0)
  tell(2 * HOUR, 970, 10)
  tell(HOUR / 2, 970, 10)
  tell(0, 980, 20)
  const report = slaReport((series, from) => recorder.read(series, from, Infinity, T).buckets, 0.9, T)
  expect(report.map(({ priority }) => priority)).toEqual(['critical', 'high', 'normal', 'low'])
  const [critical, high] = report
  expect(critical).toMatchObject({ fast: { attained: undefined, burnRate: 0 }, budget: { allowed: 0, left: 1 } })
  expect(high?.fast).toMatchObject({ met: 10, missed: 10, attained: 0.5 })
  expect(high?.fast.burnRate).toBeCloseTo(5)
  expect(high?.slow).toMatchObject({ met: 100, missed: 20 })
  expect(high?.whole).toMatchObject({ met: 980, missed: 20, attained: 0.98 })
  expect(high?.budget.left).toBeCloseTo(0.8)
})

test('O-21 a replica that was opened a minute ago has a month behind it as well as an hour', () => {
  const recorder = new SeriesRecorder(new MemorySeriesStore(), DEFAULT_LEVELS)
  for (let step = 0; step < 60; step++)
    recorder.record(T + step * 1000, [{ series: 'srvra_replica_deadlines_met_total{priority="low"}', value: step }])
  const now = T + 60_000
  const low = slaReport((series, from) => recorder.read(series, from, Infinity, now).buckets, 0.9, now)[3]
  expect([low?.fast.met, low?.slow.met, low?.whole.met]).toEqual([59, 59, 59])
})

test('O-21 a replica says how it keeps its deadlines', async () => {
  const hub = new SrvraDataSync({ listen: { port: 0, host: '127.0.0.1' } })
  onTestFinished(() => hub.close())
  const state = await hub.listening
  if (state.status !== 'listening') throw new Error(state.status)
  const replica = new SrvraDataSync({ nodes: [state.url], syncSLA: '1h' })
  onTestFinished(() => replica.close())
  replica.monitoring.enable()
  const met = () => replica.getStatistics().sync?.deadlines.normal.met
  const seen = () =>
    replica.monitoring.series('srvra_replica_deadlines_met_total{priority="normal"}', 0, Infinity).buckets.at(-1)?.last
  await until(() => seen() === 0)
  expect((await replica.setState('a', 1).synced).outcome).toBe('committed')
  expect(met()).toBe(1)
  await until(() => seen() === 1)
  expect(replica.monitoring.sla()[2]).toMatchObject({ priority: 'normal', fast: { met: 1, missed: 0, attained: 1 } })
  for (const target of [0, 1, Number.NaN])
    expect(() => replica.monitoring.sla(target)).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
})
