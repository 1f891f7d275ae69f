import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { MemorySeriesStore } from '../../adapters/memory-series-store.ts'
import type { Answer, Operation } from '../../core/protocol/frames.ts'
import type { Storage } from '../../ports/storage.ts'
import { StageTimes } from '../../sync/hub/stage-times.ts'
import { operation } from '../../testing/sync-fixture.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import { DEFAULT_ALERT_RULES } from '../alerts/alert-rule.ts'
import { judgeCondition } from '../alerts/judge-condition.ts'
import { DEFAULT_LEVELS } from '../series/roll-up.ts'
import { SeriesRecorder } from '../series/series-recorder.ts'
import { withBurnAlerts } from './burn-alert.ts'
import { bucketOfMs, percentile } from './latency-buckets.ts'
import type { ObjectiveDraft } from './objective.ts'
import { ObjectiveDesk } from './objective-desk.ts'

const QUICK: ObjectiveDraft = { id: 'quick', priority: 'critical', within: 2000, target: 0.9 }
const SALES: ObjectiveDraft = { id: 'sales', name: 'Sales', keys: 'sales/**', within: 500, target: 0.5, alert: false }

interface Kept {
  readonly storage?: Storage
  readonly series?: MemorySeriesStore
  readonly time?: VirtualTime
}

function desk({ storage = createMemoryStorage(), series = new MemorySeriesStore(), time = new VirtualTime() }: Kept = {}) {
  const stages = new StageTimes(() => time.now())
  const recorder = new SeriesRecorder(series, DEFAULT_LEVELS)
  const objectives = new ObjectiveDesk({ storage, clock: time, stages, recorder, changed: () => undefined })
  onTestFinished(() => objectives.close())
  const look = (): void => {
    recorder.record(time.now(), objectives.takeSamples())
    objectives.flush(time.now())
  }
  /** One push of which every operation spends so long at the hub. */
  const push = (operations: readonly Operation[], hubMs = 0, answer: (opId: string) => Answer = committed): void => {
    const from = stages.operations.mark()
    time.advance(hubMs)
    const to = stages.operations.mark()
    const author = { replica: 'shop-1', identity: { name: 'shop' }, operations }
    stages.operations.tell(
      author,
      operations.map(({ opId }) => answer(opId)),
      { from, to },
    )
  }
  return { objectives, storage, series, time, recorder, stages, look, push }
}

function committed(opId: string): Answer {
  return { opId, status: 'committed', version: 3, seq: 7 }
}

test('O-31 a percentile is never below the exact one and at most 19 % above it', () => {
  const times = fc.array(fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 1, max: 3e9, noNaN: true })), {
    minLength: 1,
  })
  fc.assert(
    fc.property(times, fc.constantFrom(0.01, 0.5, 0.95, 0.99, 1), (all, share) => {
      const counts = new Map<number, number>()
      for (const ms of all) counts.set(bucketOfMs(ms), (counts.get(bucketOfMs(ms)) ?? 0) + 1)
      const exact = all.toSorted((one, other) => one - other)[Math.max(1, Math.ceil(all.length * share)) - 1] ?? 0
      const told = percentile(counts, share) ?? 0
      expect(told).toBeGreaterThanOrEqual(exact)
      expect(told).toBeLessThanOrEqual(exact * 1.1893)
    }),
  )
  expect(percentile(new Map(), 0.5)).toBeUndefined()
  expect(percentile(new Map([[bucketOfMs(0), 1]]), 0.5)).toBe(1)
})

test('O-29 objectives are kept in the store, and wrong ones change nothing', async () => {
  const { objectives, storage, time } = desk()
  await objectives.save([QUICK, SALES], 'ann')
  for (const [wrong, path] of [
    [[{ ...QUICK, within: 0 }], 'objectives.0.within'],
    [[QUICK, { ...SALES, target: 1 }], 'objectives.1.target'],
    [[QUICK, QUICK], 'objectives.1.id'],
    [[{ ...QUICK, id: 'Not Small' }], 'objectives.0.id'],
    [Array.from({ length: 101 }, (_, index) => ({ ...QUICK, id: `o-${index}` })), 'objectives'],
  ] as const)
    await expect(objectives.save(wrong, 'ann')).rejects.toMatchObject({ code: 'E_OPTION', details: { path } })
  const kept = [
    { ...QUICK, keys: '**', alert: true, since: time.now() },
    { ...SALES, since: time.now() },
  ]
  expect(objectives.list()).toEqual(kept)
  expect(desk({ storage, time }).objectives.list()).toEqual(kept)
})

test('O-30, O-32 operations count where they belong, by what they waited and what the hub took, also after a restart', async () => {
  const first = desk()
  const { objectives, time, push, look } = first
  await objectives.save([QUICK, SALES], 'ann')
  expect(objectives.report()[0]?.whole).toMatchObject({ met: 0, missed: 0, attained: undefined, p99Ms: undefined })
  push([operation('a', 'sales/1', 1, { priority: 'critical', age: 1500 }), operation('b', 'sales/2', 1, { age: 100 })], 400)
  push([operation('c', 'x', 1, { priority: 'critical', age: 1700 })], 400, (opId) => ({
    opId,
    status: 'conflict',
    conflict: 'C1',
    reason: 'FIELDS',
  }))
  push([operation('d', 'sales/3', 1, { age: 9000 })], 0, (opId) => ({ opId, status: 'rejected', code: 'E', message: 'no' }))
  look()
  const second = desk({ storage: first.storage, series: first.series, time })
  for (const { objectives: reporting } of [first, second]) {
    const [quick, sales] = reporting.report()
    expect(quick).toMatchObject({ whole: { met: 1, missed: 1, attained: 0.5, rejected: 0 } })
    expect(quick?.budget.allowed).toBeCloseTo(0.2)
    expect(quick?.fast.burnRate).toBeCloseTo(5)
    expect(quick?.fast.p99Ms).toBeCloseTo(2 ** 11.25)
    expect(sales).toMatchObject({ whole: { met: 1, missed: 1, rejected: 1 }, budget: { left: 0 }, unlisted: 0 })
  }
  time.advance(2 * 3_600_000)
  second.push([operation('e', 'sales/4', 1)])
  second.look()
  const [, sales] = second.objectives.report()
  expect([sales?.fast.met, sales?.slow.met, sales?.whole.met]).toEqual([1, 2, 2])
  const { points } = second.objectives.attainment('sales', { from: time.now() - 3 * 3_600_000, to: time.now() + 1, points: 100 })
  expect(points.map(({ attained, missed }) => [attained, missed])).toEqual([
    [0.5, 1],
    [1, 0],
  ])
  expect(() => second.objectives.attainment('none', { from: 0, to: 1, points: 2 })).toThrow(
    expect.objectContaining({ code: 'E_NO_OBJECTIVE' }),
  )
})

test('O-32 what is put together over a month is the sum of all that was seen', async () => {
  const tallies = fc.array(fc.tuple(fc.integer({ min: 1, max: 90_000_000 }), fc.nat(3), fc.nat(3)), { maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(tallies, async (steps) => {
      const { objectives, time, push, look } = desk()
      await objectives.save([{ ...QUICK, priority: 'normal' }], 'ann')
      const expected = { met: 0, missed: 0 }
      for (const [pause, met, missed] of steps) {
        time.advance(pause)
        push(Array.from({ length: met }, (_, index) => operation(`m${index}`, 'k', 1)))
        push(Array.from({ length: missed }, (_, index) => operation(`l${index}`, 'k', 1, { age: 3000 })))
        look()
        expected.met += met
        expected.missed += missed
      }
      expect(objectives.report()[0]?.whole).toMatchObject(expected)
    }),
    { numRuns: 30 },
  )
})

test('O-33 what an objective is about cannot change under its figures', async () => {
  const { objectives, push, look, time } = desk()
  await objectives.save([SALES], 'ann')
  push([operation('a', 'sales/1', 1)])
  look()
  time.advance(1000)
  await objectives.save([{ ...SALES, name: 'All sales', target: 0.9 }], 'ann')
  expect(objectives.report()[0]?.whole).toMatchObject({ met: 1 })
  await objectives.save([{ ...SALES, within: 100 }], 'ann')
  expect(objectives.report()[0]?.whole).toMatchObject({ met: 0, attained: undefined })
  expect(objectives.list()[0]?.since).toBe(time.now())
})

test('O-34 a breach says where the time went, is listed with the next look and survives a restart', async () => {
  const { objectives, storage, push, look, time } = desk()
  await objectives.save([SALES, { ...SALES, id: 'all', keys: '**' }], 'ann')
  push([operation('a', 'sales/1', 1, { age: 450, actor: 'till-2' })], 60)
  expect(objectives.breaches({ limit: 10 })).toEqual([])
  look()
  const breach = { opId: 'a', key: 'sales/1', replica: 'shop-1', actor: 'shop/till-2', priority: 'normal', seq: 7, version: 3 }
  const times = { at: time.now(), within: 500, tookMs: 510, waitedMs: 450, hubMs: 60 }
  const listed = [
    { id: 2, objective: 'all', ...breach, ...times },
    { id: 1, objective: 'sales', ...breach, ...times },
  ]
  expect(objectives.breaches({ limit: 10 })).toEqual(listed)
  const again = desk({ storage, time }).objectives
  expect(again.breaches({ limit: 10 })).toEqual(listed)
  expect(again.breaches({ objective: 'sales', limit: 10 })).toEqual(listed.slice(1))
  expect(again.breaches({ before: 2, limit: 10 })).toEqual(listed.slice(1))
  time.advance(31 * 24 * 3_600_000)
  look()
  expect(objectives.breaches({ limit: 10 })).toEqual([])
  expect(storage.records('sla-breaches', { limit: 10 })).toEqual([])
})

test('O-34 a flood of breaches costs a bounded list, one commit a second, and the others are counted', async () => {
  const { objectives, storage, push, look } = desk()
  await objectives.save([SALES], 'ann')
  const appended: number[] = []
  const append = storage.append.bind(storage)
  storage.append = (changes, records = []) => {
    appended.push(records.length)
    return append(changes, records)
  }
  const flood = Array.from({ length: 1200 }, (_, index) => operation(`f${index}`, 'sales/1', 1, { age: 9000 }))
  push(flood)
  look()
  expect(appended).toEqual([1000])
  expect(objectives.report()[0]).toMatchObject({ whole: { missed: 1200 }, unlisted: 200 })
  for (let round = 0; round < 10; round++) {
    push(flood)
    look()
  }
  expect(objectives.breaches({ limit: 20_000 })).toHaveLength(10_000)
  expect(objectives.breaches({ before: 1001, limit: 10 })).toEqual([])
})

test('O-35 an objective brings its alert rule, which fires when the budget burns, and takes it away', async () => {
  const { objectives, push, look, recorder, time } = desk()
  await objectives.save([{ ...QUICK, target: 0.99 }, SALES], 'ann')
  const rules = withBurnAlerts(DEFAULT_ALERT_RULES, [], objectives.list())
  expect(rules.slice(0, -1)).toEqual(DEFAULT_ALERT_RULES)
  const burning = rules.at(-1)
  if (burning === undefined) throw new Error('no rule')
  expect(burning.id).toBe('burn-quick')
  const judged = () => judgeCondition(burning.condition, (name, from) => recorder.readFinest(name, from), time.now() + 1)
  look()
  expect(judged()).toBeUndefined()
  time.advance(1000)
  push([operation('a', 'k', 1, { priority: 'critical' }), operation('b', 'k', 1, { priority: 'critical', age: 5000 })])
  look()
  expect(judged()).toMatchObject({ breached: true })
  expect(withBurnAlerts(rules, objectives.list(), [])).toEqual(DEFAULT_ALERT_RULES)
})

test('O-36 without objectives nobody reads a clock', async () => {
  const { objectives, stages } = desk()
  expect(stages.operations.mark()).toBeUndefined()
  await objectives.save([SALES], 'ann')
  expect(stages.operations.mark()).toBeDefined()
  await objectives.save([], 'ann')
  expect(stages.operations.mark()).toBeUndefined()
})
