import { UNTIMED_COMMITS } from '../../state/commit-times.ts'
import { expect, onTestFinished, test } from 'vitest'
import { MemorySeriesStore } from '../../adapters/memory-series-store.ts'
import { SrvraDataSync } from '../../index.ts'
import { Monitoring } from '../../monitoring/monitoring.ts'
import { StageTimes } from '../../sync/hub/stage-times.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { SyncWorld } from '../../testing/sync-fixture.ts'

const CRITICAL = { id: 'critical', priority: 'critical', within: 2000, target: 0.99 } as const

/** A hub in the test's time that is monitored, and its administration. */
function monitored() {
  const stages = new StageTimes(() => world.time.now())
  const world: SyncWorld = new SyncWorld({ stages })
  const { time, hub } = world
  const figures = new SrvraDataSync({ clock: time, scheduler: time })
  onTestFinished(() => figures.close())
  const monitoring = new Monitoring({
    statistics: () => figures.getStatistics(),
    stages,
    commits: UNTIMED_COMMITS,
    storage: hub.storage,
    clock: time,
    scheduler: time,
    probe: () => ({ read: () => ({ residentBytes: 1, heapUsedBytes: 1, eventLoopLagSeconds: 0 }), stop: () => undefined }),
    report: (error) => world.failures.push(error),
    openSeries: () => new MemorySeriesStore(),
  })
  onTestFinished(() => monitoring.close())
  monitoring.enable({ alerts: true, dashboard: true })
  return { world, monitoring, ...createAdminFixture({ monitoring, clock: time }) }
}

test('O-34, O-37 what a shop wrote while it was apart is a breach that leads to its change', async () => {
  const { world, call } = monitored()
  await call('sla.save-objectives', { objectives: [CRITICAL] })
  const shop = world.join('shop')
  world.pass()
  const set = (key: string) => shop.state.setState(key, 1, { priority: 'critical' })
  set('till/early')
  world.pass()
  world.network.partition('shop')
  set('till/late')
  world.pass(30_000)
  world.network.heal('shop')
  world.pass(60_000)
  const [report] = await call('sla.report', {})
  expect(report?.whole).toMatchObject({ met: 1, missed: 1, attained: 0.5 })
  const { breaches, cursor } = await call('sla.breaches', { objective: 'critical', limit: 10 })
  expect(cursor).toBeUndefined()
  const [late] = breaches
  const [change] = world.hub.storage.log({ after: 1, limit: 1 })
  expect(late).toMatchObject({ key: 'till/late', seq: 2, version: 1, opId: change?.opId, actor: change?.actor, within: 2000 })
  expect(late?.waitedMs).toBeGreaterThanOrEqual(30_000)
  expect(late?.tookMs).toBe((late?.waitedMs ?? 0) + (late?.hubMs ?? 0))
  expect(world.failures).toEqual([])
})

test('O-37 breaches come page by page, readers only look, and wrong objectives are refused at the gate', async () => {
  const { world, call } = monitored()
  const reader = { actor: 'reader', access: ['read'] } as const
  const saving = call('sla.save-objectives', { objectives: [CRITICAL] }, reader)
  await expect(saving).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  await call('sla.save-objectives', { objectives: [{ id: 'all', within: 1, target: 0.5 }] })
  expect(await call('sla.objectives', {}, reader)).toMatchObject([{ id: 'all', keys: '**', alert: true }])
  const shop = world.join('shop')
  world.pass()
  for (const key of ['a', 'b', 'c']) {
    world.network.partition('shop')
    shop.state.setState(key, 1)
    world.pass(1000)
    world.network.heal('shop')
    world.pass(60_000)
  }
  const first = await call('sla.breaches', { limit: 2 }, reader)
  expect(first.breaches.map(({ key }) => key)).toEqual(['c', 'b'])
  const { breaches, ...end } = await call('sla.breaches', { limit: 2, cursor: first.cursor ?? 0 }, reader)
  expect([breaches.map(({ key }) => key), end]).toEqual([['a'], {}])
  const span = { from: world.time.now() - 3_600_000, to: world.time.now(), points: 20 }
  expect((await call('sla.attainment', { objective: 'all', ...span }, reader)).points.length).toBeGreaterThan(0)
  await expect(call('sla.attainment', { objective: 'none', ...span })).rejects.toMatchObject({ code: 'E_NO_OBJECTIVE' })
  const wrong = call('sla.save-objectives', { objectives: [{ id: 'all', within: 0, target: 0.5 }] })
  await expect(wrong).rejects.toMatchObject({ code: 'E_SCHEMA' })
})

test('O-35 saving an objective watches its budget beside the other rules', async () => {
  const { call } = monitored()
  const before = await call('alerts.list', {})
  await call('sla.save-objectives', { objectives: [CRITICAL] })
  const rules = (await call('alerts.list', {})).map(({ rule }) => rule.id)
  expect(rules).toEqual([...before.map(({ rule }) => rule.id), 'burn-critical'])
  await call('sla.save-objectives', { objectives: [] })
  expect(await call('alerts.list', {})).toEqual(before)
})

test('O-37 without monitoring nothing is promised', async () => {
  const { call } = createAdminFixture()
  await expect(call('sla.report', {})).rejects.toMatchObject({ code: 'E_MONITORING_OFF' })
})
