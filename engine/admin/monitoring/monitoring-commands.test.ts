import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../../index.ts'
import type { AlertRule } from '../../monitoring/alerts/alert-rule.ts'
import { bucketOf } from '../../monitoring/series/roll-up.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import type { MonitoringNews } from '../commands.ts'
import { drawLine } from './draw-line.ts'

const T = 1_800_000_000_000
const WRITES = 'srvra_writes_total'
const MANY: AlertRule = {
  id: 'many-writes',
  title: 'More than two writes',
  severity: 'info',
  condition: { kind: 'threshold', series: WRITES, windowMs: 5000, is: 'above', limit: 2 },
  forMs: 0,
}

function monitored() {
  const time = new VirtualTime(T)
  const engine = new SrvraDataSync({ clock: time, scheduler: time })
  onTestFinished(() => engine.close())
  engine.monitoring.enable({ alerts: { rules: [MANY] } })
  return { time, engine, ...createAdminFixture({ monitoring: engine.monitoring, clock: time }) }
}

/** One look a second; undefined: none. */
function stretch(...values: readonly (number | undefined)[]) {
  const buckets = values.flatMap((value, index) => (value === undefined ? [] : [bucketOf(T + index * 1000, value, 1000)]))
  return { stepMs: 1000, buckets }
}

const SPAN = { from: T, to: T + 10_000, points: 100 }

test('O-26 three steps without anything are a gap, one that came late is none', () => {
  const shown = stretch(1, undefined, 2, undefined, undefined, 3)
  const { points } = drawLine({ as: 'value', series: 'a' }, SPAN, () => shown)
  expect(points.map(({ at, value }) => [(at - T) / 1000, value])).toEqual([
    [0, 1],
    [2, 2],
    [3, null],
    [5, 3],
  ])
})

test('O-26 a rate is growth per second, also when the counter began anew, and a mean has none without growth', () => {
  const rate = drawLine({ as: 'rate', series: 'a' }, SPAN, () => stretch(10, 12, undefined, 20, 3))
  expect(rate.points.map(({ value }) => value)).toEqual([2, 4, 3])
  const read = (series: string) => (series === 's' ? stretch(0, 3, 3, 5) : stretch(0, 2, 2, 3))
  const mean = drawLine({ as: 'mean', sum: 's', count: 'n' }, SPAN, read)
  expect(mean.points.map(({ value }) => value)).toEqual([null, 1.5, null, 2])
})

test('O-26 a mean is drawn of the first step, too, where something grew in it', () => {
  const first = (from: number, last: number) => ({
    stepMs: 10_000,
    buckets: [{ at: T, count: 4, sum: last, min: from, max: last, last }],
  })
  const mean = drawLine({ as: 'mean', sum: 's', count: 'n' }, SPAN, (series) => (series === 's' ? first(1, 7) : first(2, 5)))
  expect(mean.points).toEqual([{ at: T, value: 2 }])
})

test('O-26 a step that is not over yet has no rate', () => {
  const { points } = drawLine({ as: 'rate', series: 'a' }, { from: T, to: T + 7500, points: 5 }, () =>
    stretch(0, 1, 2, 3, 4, 5, 6, 7),
  )
  expect(points.map(({ at, value }) => [(at - T) / 1000, value])).toEqual([[3, 1]])
})

test('O-26 a line never has more points than were asked for, and keeps the mean of all', () => {
  const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 50 }), fc.nat(999), (seen, points, shift) => {
      const span = { from: T + shift, to: T + seen.length * 1000 + shift, points: points + 1 }
      const line = drawLine({ as: 'value', series: 'a' }, span, () => stretch(...seen))
      expect(line.points.length).toBeLessThanOrEqual(points + 1)
      const drawn = line.points.map(({ value }) => value ?? Number.NaN)
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(Math.min(...seen))
      expect(Math.max(...drawn)).toBeLessThanOrEqual(Math.max(...seen))
    }),
  )
})

test('O-26 what is kept has a name and a kind, and what is gone for a minute is not the latest', async () => {
  const { engine, time, call } = monitored()
  engine.setState('a', 1)
  time.advance(1000)
  expect(await call('metrics.catalogue', {})).toContainEqual(
    expect.objectContaining({ name: WRITES, kind: 'counter', series: [WRITES] }),
  )
  expect(await call('metrics.latest', { series: [WRITES, 'none'] })).toEqual([{ at: T + 1000, value: 1 }, null])
  const lines = [{ as: 'value', series: WRITES } as const]
  const [line] = await call('metrics.range', { lines, from: T, to: T + 2000, points: 10 })
  expect(line).toEqual({ stepMs: 1000, points: [{ at: T + 1000, value: 1 }] })
  const backwards = call('metrics.range', { lines, from: T, to: T, points: 10 })
  await expect(backwards).rejects.toMatchObject({ code: 'E_SCHEMA' })
})

test('O-27 an operator acknowledges, silences and ends a silence under the own name; a reader can only look', async () => {
  const { engine, time, call } = monitored()
  for (const key of ['a', 'b', 'c']) engine.setState(key, 1)
  time.advance(1000)
  const reader = { actor: 'reader', access: ['read'] } as const
  expect(await call('alerts.list', {}, reader)).toMatchObject([{ rule: MANY, state: { status: 'firing' } }])
  await expect(call('alerts.acknowledge', { id: MANY.id }, reader)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  expect(await call('alerts.acknowledge', { id: MANY.id, note: 'on it' })).toMatchObject({
    acknowledged: { by: 'operator-1', note: 'on it' },
  })
  expect(await call('alerts.silence', { id: MANY.id, until: T + 60_000 })).toMatchObject({ silence: { by: 'operator-1' } })
  expect(await call('alerts.unsilence', { id: MANY.id })).not.toHaveProperty('silence')
  expect((await call('alerts.history', { limit: 2 })).map(({ what }) => what)).toEqual(['unsilenced', 'silenced'])
  expect(await call('alerts.test', { id: MANY.id })).toBeNull()
  await expect(call('alerts.unsilence', { id: 'none' })).rejects.toMatchObject({ code: 'E_NO_ALERT' })
})

test('O-24, O-27 rules are saved as a whole, and wrong ones are refused at the gate', async () => {
  const { call } = monitored()
  const other = { ...MANY, id: 'other' }
  expect(await call('alerts.save-rules', { rules: [other] })).toMatchObject([{ rule: other }])
  await expect(call('alerts.save-rules', { rules: [other, other] })).rejects.toMatchObject({ code: 'E_SCHEMA' })
})

test('O-27 without monitoring there is nothing to ask', async () => {
  const { call } = createAdminFixture()
  await expect(call('alerts.list', {})).rejects.toMatchObject({ code: 'E_MONITORING_OFF' })
  await expect(call('metrics.catalogue', {})).rejects.toMatchObject({ code: 'E_MONITORING_OFF' })
})

test('O-28 each look tells how alerts stand, until nobody listens', async () => {
  const { engine, time, admin, call } = monitored()
  const told: MonitoringNews[] = []
  const stop = admin.on('monitoring', (news) => told.push(news))
  time.advance(1000)
  for (const key of ['a', 'b', 'c']) engine.setState(key, 1)
  time.advance(1000)
  await call('alerts.acknowledge', { id: MANY.id })
  time.advance(1000)
  stop()
  time.advance(1000)
  expect(told).toEqual([
    { at: T + 1000, firing: 0, acknowledged: 0 },
    { at: T + 2000, firing: 1, acknowledged: 0 },
    { at: T + 3000, firing: 1, acknowledged: 1 },
  ])
})

test('O-47 a mark is put by whoever operates, read by whoever reads, and is one line', async () => {
  const { call } = monitored()
  expect(await call('metrics.mark', { text: ' deploy 1.2 ' })).toEqual({
    at: T,
    kind: 'note',
    text: 'deploy 1.2',
    by: 'operator-1',
  })
  await call('metrics.mark', { text: 'before', at: T - 5000 })
  expect((await call('metrics.marks', { from: T - 5000, to: T + 1 })).map(({ text }) => text)).toEqual([
    'before',
    'Monitoring started',
    'deploy 1.2',
  ])
  for (const text of ['', 'a\nb', 'x'.repeat(121)])
    await expect(call('metrics.mark', { text })).rejects.toMatchObject({ code: 'E_SCHEMA' })
  const reader = { actor: 'ann', access: ['read'] } as const
  await expect(call('metrics.mark', { text: 'x' }, reader)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  await expect(call('metrics.marks', { from: 2, to: 1 })).rejects.toMatchObject({ code: 'E_SCHEMA' })
})

test('O-47 a mark from the SDK that is none is refused, with what is wrong', () => {
  const { engine } = monitored()
  expect(() => engine.monitoring.mark({ text: 'a\nb' })).toThrow(
    expect.objectContaining({ code: 'E_OPTION', details: { path: 'text' } }),
  )
  expect(() => engine.monitoring.mark({ text: 'a', at: -1 })).toThrow(expect.objectContaining({ details: { path: 'at' } }))
})

test('O-49 the greatest of each step is drawn, where the mean would hide it', () => {
  const wanted = { from: T, to: T + 4000, points: 3 }
  const { points } = drawLine({ as: 'greatest', series: 'a' }, wanted, () => stretch(1, 9, 2, 3))
  expect(points.map(({ value }) => value)).toEqual([9, 3])
})

test('O-41 rules that somebody else has changed meanwhile are not overwritten, and who does not say what they began from is not asked', async () => {
  const { call } = monitored()
  const other: AlertRule = { ...MANY, id: 'other' }
  await call('alerts.save-rules', { rules: [other], basedOn: [MANY] })
  await expect(call('alerts.save-rules', { rules: [], basedOn: [MANY] })).rejects.toMatchObject({ code: 'E_RULES_MOVED' })
  expect(await call('alerts.list', {})).toMatchObject([{ rule: other }])
  expect(await call('alerts.save-rules', { rules: [MANY] })).toMatchObject([{ rule: MANY }])
  expect((await call('alerts.default-rules', {})).length).toBeGreaterThan(0)
})

test('O-41 a rule that is disabled is kept and not watched, and what fired of it is over', async () => {
  const { engine, time, call } = monitored()
  for (const key of ['a', 'b', 'c']) engine.setState(key, 1)
  time.advance(1000)
  expect(await call('alerts.list', {})).toMatchObject([{ state: { status: 'firing' } }])
  const disabled = { ...MANY, enabled: false }
  expect(await call('alerts.save-rules', { rules: [disabled] })).toMatchObject([{ state: { status: 'inactive' } }])
  time.advance(1000)
  expect(await call('alerts.list', {})).toEqual([{ rule: disabled, state: { status: 'inactive' } }])
  expect(await call('alerts.history', { limit: 1 })).toMatchObject([{ what: 'resolved' }])
})

test('O-40 a test tells every receiver, and what came of it is answered', async () => {
  const { engine, call } = monitored()
  engine.monitoring.notifyBy({ name: 'a pager', notify: () => Promise.resolve() })
  engine.monitoring.notifyBy({ name: 'a wall', notify: () => Promise.reject(new Error('it is a wall')) })
  await call('alerts.test', { id: MANY.id })
  await new Promise((resolve) => setImmediate(resolve))
  expect(await call('alerts.deliveries', {})).toMatchObject([
    { notifier: 'a pager', deliveries: [{ rule: MANY.id, what: 'test', status: 'delivered', attempts: 1 }] },
    { notifier: 'a wall', deliveries: [{ status: 'waiting', error: 'it is a wall' }] },
  ])
})

test('O-42 rules are checked before they are saved, and what is wrong has its path', async () => {
  const { call } = monitored()
  expect(await call('alerts.check-rules', { rules: [MANY] })).toEqual([])
  const broken = { ...MANY, id: 'broken', title: 'x'.repeat(10_000), condition: { ...MANY.condition, windowMs: 1 } }
  const paths = (await call('alerts.check-rules', { rules: [MANY, broken] })).map(({ path }) => path)
  expect(paths.toSorted()).toEqual(['1.condition.windowMs', '1.title'])
  await expect(call('alerts.save-rules', { rules: [broken] })).rejects.toMatchObject({ code: 'E_SCHEMA' })
  expect(await call('alerts.check-rules', { rules: [MANY, MANY] })).toMatchObject([{ path: '1.id' }])
})
