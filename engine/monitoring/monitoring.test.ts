import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { MemorySeriesStore } from '../adapters/memory-series-store.ts'
import { SrvraDataSync } from '../index.ts'
import { StageTimes } from '../sync/hub/stage-times.ts'
import { VirtualTime } from '../testing/virtual-time.ts'
import type { AlertNotice } from './alerts/alert-desk.ts'
import { DEFAULT_ALERT_RULES } from './alerts/alert-rule.ts'
import { CATALOGUE } from './catalogue.ts'
import { Monitoring } from './monitoring.ts'
import { UNTIMED_COMMITS } from '../state/commit-times.ts'

const WRITES = 'srvra_writes_total'
const MANY_WRITES = {
  id: 'many-writes',
  title: 'More than two writes',
  severity: 'info',
  condition: { kind: 'threshold', series: WRITES, windowMs: 1000, is: 'above', limit: 2 },
  forMs: 2000,
} as const

function engineIn(dir: string | undefined, time = new VirtualTime()): SrvraDataSync {
  const storage = dir === undefined ? ({} as const) : ({ storage: { dir } } as const)
  const engine = new SrvraDataSync({ ...storage, clock: time, scheduler: time })
  onTestFinished(() => engine.close())
  return engine
}

test('O-16 once a second an engine looks at itself until it is told not to', () => {
  const time = new VirtualTime()
  const engine = engineIn(undefined, time)
  const began = time.now()
  engine.monitoring.enable()
  engine.setState('a', 1)
  time.advance(3000)
  expect(engine.monitoring.series(WRITES, began, time.now() + 1).buckets.map(({ last }) => last)).toEqual([1, 1, 1])
  engine.monitoring.disable()
  expect(time.waitsBefore(Infinity) && time.step()).toBe(false)
  expect(() => engine.monitoring.alerts()).toThrow(expect.objectContaining({ code: 'E_MONITORING_OFF' }))
})

test('O-16 only the groups that are asked for are looked at', () => {
  const time = new VirtualTime()
  const engine = engineIn(undefined, time)
  engine.monitoring.enable({ metrics: ['performance'] })
  time.advance(1000)
  const expected = CATALOGUE.filter(({ group }) => group === 'performance').map(({ name }) => name)
  const commits = ['srvra_store_commit_seconds_count', 'srvra_store_commit_seconds_sum']
  expect(engine.monitoring.seriesNames()).toEqual([...expected, ...commits].toSorted())
})

test('O-16 options that are wrong are refused, and what was enabled goes on', () => {
  const engine = engineIn(undefined)
  engine.monitoring.enable({ alerts: true })
  for (const options of [
    { metrics: ['all'] },
    { dashboards: true },
    { alerts: { rules: [MANY_WRITES, MANY_WRITES] } },
    { alerts: { rules: [{}] } },
  ])
    expect(() => engine.monitoring.enable(options as never)).toThrow(expect.objectContaining({ code: 'E_OPTION' }))
  expect(engine.monitoring.alerts().map(({ rule }) => rule)).toEqual(DEFAULT_ALERT_RULES)
})

test('O-9, O-16 with a dashboard a store in a folder keeps series beside it, and without one nothing', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'srvra-monitoring-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const time = new VirtualTime()
  const first = engineIn(dir, time)
  first.monitoring.enable()
  time.advance(1000)
  expect(existsSync(join(dir, 'series.sqlite'))).toBe(false)
  first.monitoring.enable({ dashboard: true })
  const began = time.now()
  time.advance(2000)
  await first.close()
  time.advance(5000)
  const second = engineIn(dir, time)
  second.monitoring.enable({ dashboard: true })
  time.advance(1000)
  const { buckets } = second.monitoring.series(WRITES, began, time.now() + 1)
  expect(buckets.map(({ at }) => at - began)).toEqual([1000, 2000, 8000])
})

test('O-12, O-16 an alert of an own rule fires, is acknowledged, and one who throws does not keep others from hearing it', () => {
  const time = new VirtualTime()
  const reported: unknown[] = []
  const told: AlertNotice[] = []
  const engine = engineIn(undefined, time)
  const monitoring = new Monitoring({
    statistics: () => engine.getStatistics(),
    stages: new StageTimes(() => time.now()),
    commits: UNTIMED_COMMITS,
    storage: engine.storage,
    clock: time,
    scheduler: time,
    probe: () => ({ read: () => ({ residentBytes: 1, heapUsedBytes: 1, eventLoopLagSeconds: 0 }), stop: () => undefined }),
    report: (error) => void reported.push(error),
    openSeries: () => new MemorySeriesStore(),
  })
  onTestFinished(() => monitoring.close())
  monitoring.onAlert(() => {
    throw new Error('deaf')
  })
  monitoring.onAlert((notice) => void told.push(notice))
  monitoring.enable({ alerts: { rules: [MANY_WRITES] } })
  for (const key of ['a', 'b', 'c']) engine.setState(key, 1)
  time.advance(2000)
  expect(monitoring.alerts()[0]?.state.status).toBe('pending')
  time.advance(1000)
  expect(told).toMatchObject([{ what: 'fired', value: 3 }])
  expect(reported).toEqual([new Error('deaf')])
  monitoring.acknowledgeAlert(MANY_WRITES.id, 'ann')
  monitoring.silenceAlert(MANY_WRITES.id, 'ann', time.now() + 1000)
  expect(monitoring.alerts()[0]).toMatchObject({ acknowledged: { by: 'ann' }, silence: { by: 'ann' } })
  monitoring.testAlert(MANY_WRITES.id)
  expect(told.map(({ what }) => what)).toEqual(['fired', 'test'])
  expect(monitoring.alertHistory().map(({ what }) => what)).toEqual(['silenced', 'acknowledged', 'fired'])
})

test('O-17 a look that fails is reported once, leaves a gap, and the engine alone', () => {
  const time = new VirtualTime()
  const reported: unknown[] = []
  const engine = engineIn(undefined, time)
  let failing = true
  const monitoring = new Monitoring({
    statistics: () => {
      if (failing) throw new Error('no disk')
      return engine.getStatistics()
    },
    stages: new StageTimes(() => 0),
    commits: UNTIMED_COMMITS,
    storage: engine.storage,
    clock: time,
    scheduler: time,
    probe: () => ({ read: () => ({ residentBytes: 1, heapUsedBytes: 1, eventLoopLagSeconds: 0 }), stop: () => undefined }),
    report: (error) => void reported.push(error),
    openSeries: () => new MemorySeriesStore(),
  })
  onTestFinished(() => monitoring.close())
  monitoring.enable()
  const began = time.now()
  time.advance(3000)
  expect(reported).toEqual([new Error('no disk')])
  failing = false
  time.advance(1000)
  failing = true
  time.advance(1000)
  expect(reported).toHaveLength(2)
  expect(monitoring.series(WRITES, began, time.now() + 1).buckets.map(({ at }) => at - began)).toEqual([4000])
})
