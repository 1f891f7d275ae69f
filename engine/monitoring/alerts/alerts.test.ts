import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { nodeSha256 } from '../../adapters/node-hash.ts'
import type { SeriesBucket } from '../../ports/series-store.ts'
import { bucketOf } from '../series/roll-up.ts'
import { AlertDesk } from './alert-desk.ts'
import type { AlertNotice } from './alert-desk.ts'
import { DEFAULT_ALERT_RULES } from './alert-rule.ts'
import type { AlertCondition, AlertRule } from './alert-rule.ts'
import { INACTIVE, stepAlert } from './alert-state.ts'
import type { AlertState } from './alert-state.ts'
import { increase, judgeCondition } from './judge-condition.ts'

const T = 1_800_000_000_000
const WINDOW = { windowMs: 10_000, is: 'above', limit: 5 } as const

/** A series that showed these values, one a second, up to now. */
function showing(...values: readonly number[]): readonly SeriesBucket[] {
  return values.map((value, index) => bucketOf(T - (values.length - 1 - index) * 1000, value, 1000))
}

function judge(condition: AlertCondition, series: Readonly<Record<string, readonly SeriesBucket[]>>) {
  return judgeCondition(condition, (name, from) => (series[name] ?? []).filter(({ at }) => at >= from), T)
}

test('O-10 a threshold looks at the newest value of its window, and cannot tell without one', () => {
  const condition = { kind: 'threshold', series: 'a', ...WINDOW } as const
  expect(judge(condition, { a: showing(9, 6) })).toEqual({ breached: true, value: 6 })
  expect(judge(condition, { a: showing(9, 5) })).toEqual({ breached: false, value: 5 })
  expect(judge({ ...condition, is: 'below' }, { a: showing(4) })).toEqual({ breached: true, value: 4 })
  expect(judge(condition, { a: [bucketOf(T - 11_000, 9, 1000)] })).toBeUndefined()
})

test('O-10 a rate is what a counter grows by per second, also when it began anew', () => {
  const condition = { kind: 'rate', series: 'a', ...WINDOW } as const
  expect(judge(condition, { a: showing(10, 20, 24) })).toEqual({ breached: true, value: 7 })
  expect(judge(condition, { a: showing(10, 20, 2) })).toEqual({ breached: true, value: 6 })
  expect(judge(condition, { a: showing(10) })).toBeUndefined()
})

test('O-10 a ratio is of what counters grew by, and nothing out of nothing says nothing', () => {
  const condition = { kind: 'ratio', part: ['bad'], whole: ['bad', 'good'], windowMs: 10_000, is: 'above', limit: 0.2 } as const
  expect(judge(condition, { bad: showing(100, 101), good: showing(0, 3) })).toEqual({ breached: true, value: 0.25 })
  expect(judge(condition, { bad: showing(100, 100), good: showing(3, 3) })).toBeUndefined()
})

test('O-10 absence is a window in which nothing was seen', () => {
  const condition = { kind: 'absence', series: 'a', windowMs: 10_000 } as const
  expect(judge(condition, {})).toEqual({ breached: true })
  expect(judge(condition, { a: showing(0) })).toEqual({ breached: false })
})

test('O-10 what a counter grew by is never less than nothing, and does not depend on where it is cut', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 3, maxLength: 30 })
  fc.assert(
    fc.property(counts, fc.nat(), (values, place) => {
      const buckets = showing(...values)
      const cut = 1 + (place % (values.length - 2))
      const whole = increase(buckets) ?? Number.NaN
      expect(whole).toBeGreaterThanOrEqual(0)
      expect(whole).toBe((increase(buckets.slice(0, cut + 1)) ?? 0) + (increase(buckets.slice(cut)) ?? 0))
    }),
  )
})

const findings = fc.array(fc.constantFrom('breached', 'calm', 'unknown'), { maxLength: 60 })

test('O-11 an alert fires exactly when it was wrong for long enough without a break', () => {
  fc.assert(
    fc.property(findings, fc.integer({ min: 0, max: 5 }), (seen, forSteps) => {
      let state: AlertState = INACTIVE
      let wrongFor = 0
      let firing = false
      seen.forEach((what, index) => {
        const finding = what === 'unknown' ? undefined : { breached: what === 'breached' }
        state = stepAlert(state, finding, T + index * 1000, forSteps * 1000)
        wrongFor = what === 'breached' ? wrongFor + 1 : 0
        if (wrongFor > forSteps) firing = true
        if (what === 'calm') firing = false
        expect(state.status === 'firing').toBe(firing)
        if (state.status === 'pending') expect(state.since).toBe(T + (index - wrongFor + 1) * 1000)
      })
    }),
  )
})

test('O-11 a clock that is set back does not make the wait longer', () => {
  const pending = stepAlert(INACTIVE, { breached: true }, T, 2000)
  const back = stepAlert(pending, { breached: true }, T - 60_000, 2000)
  expect(stepAlert(back, { breached: true }, T - 58_000, 2000)).toMatchObject({ status: 'firing', firedAt: T - 58_000 })
})

const RULE: AlertRule = {
  id: 'hot',
  title: 'It is hot',
  severity: 'warning',
  condition: { kind: 'threshold', series: 'heat', windowMs: 1000, is: 'above', limit: 30 },
  forMs: 0,
}

class Desk {
  readonly storage = createMemoryStorage({ hash: nodeSha256 })
  readonly told: AlertNotice[] = []
  heat = 0
  desk = this.open()

  open(): AlertDesk {
    const read = (): readonly SeriesBucket[] => [bucketOf(T, this.heat, 1000)]
    return new AlertDesk({ storage: this.storage, rules: [RULE], read, tell: (notice) => void this.told.push(notice) })
  }

  look(heat: number, now: number): void {
    this.heat = heat
    this.desk.evaluate(now)
  }
}

test('O-12 who listens is told once when an alert fires and once when it is resolved, and both are in the history', () => {
  const world = new Desk()
  for (const [index, heat] of [20, 40, 41, 20, 20].entries()) world.look(heat, T + index)
  expect(world.told).toEqual([
    { what: 'fired', rule: RULE, at: T + 1, value: 40 },
    { what: 'resolved', rule: RULE, at: T + 3, value: 20 },
  ])
  expect(world.desk.history(10)).toEqual([
    { what: 'resolved', rule: 'hot', at: T + 3, value: 20 },
    { what: 'fired', rule: 'hot', at: T + 1, value: 40 },
  ])
})

test('O-13 an acknowledgement lasts until the alert is resolved, and there must be something to acknowledge', () => {
  const { desk } = new Desk()
  expect(() => desk.acknowledge('hot', { by: 'ann', at: T })).toThrow(expect.objectContaining({ code: 'E_NO_ALERT' }))
  expect(() => desk.acknowledge('cold', { by: 'ann', at: T })).toThrow(expect.objectContaining({ code: 'E_NO_ALERT' }))
  const other = new Desk()
  other.look(40, T)
  other.desk.acknowledge('hot', { by: 'ann', at: T + 1, note: 'on it' })
  expect(other.desk.list(T + 1)[0]?.acknowledged).toEqual({ by: 'ann', at: T + 1, note: 'on it' })
  other.look(20, T + 2)
  other.look(40, T + 3)
  expect(other.desk.list(T + 3)[0]).not.toHaveProperty('acknowledged')
})

test('O-13 while a silence lasts nobody is told, and the history still has it', () => {
  const world = new Desk()
  world.desk.silence('hot', { by: 'ann', until: T + 100 }, T)
  world.look(40, T + 1)
  expect(world.told).toEqual([])
  expect(world.desk.list(T + 99)[0]).toMatchObject({ state: { status: 'firing' }, silence: { by: 'ann', until: T + 100 } })
  expect(world.desk.list(T + 100)[0]).not.toHaveProperty('silence')
  world.look(20, T + 101)
  expect(world.told.map(({ what }) => what)).toEqual(['resolved'])
  expect(world.desk.history(10).map(({ what }) => what)).toEqual(['resolved', 'fired', 'silenced'])
})

test('O-13 a test is told as one, and changes nothing', () => {
  const world = new Desk()
  world.desk.testFire('hot', T)
  expect(world.told).toEqual([{ what: 'test', rule: RULE, at: T }])
  expect(world.desk.list(T)).toEqual([{ rule: RULE, state: INACTIVE }])
  expect(world.desk.history(10)).toEqual([])
})

test('O-14 alerts and their history survive a restart, the last thousand events of it', () => {
  const world = new Desk()
  for (let index = 0; index < 1100; index++) world.look(index % 2 === 0 ? 40 : 20, T + index)
  world.look(40, T + 2000)
  const before = [world.desk.list(T + 2000), world.desk.history(2000)]
  expect(before[1]).toHaveLength(1000)
  const reopened = world.open()
  expect([reopened.list(T + 2000), reopened.history(2000)]).toEqual(before)
})

test('O-14 what cannot be written during an import is written after it', () => {
  const world = new Desk()
  const bulk = world.storage.beginBulk()
  world.look(40, T)
  bulk.abandon()
  expect(world.open().list(T)[0]?.state).toEqual(INACTIVE)
  world.look(40, T + 1)
  expect(world.open().list(T)[0]?.state).toMatchObject({ status: 'firing', firedAt: T })
})

test('O-15 the rules of every engine have ids of their own and look no further back than series do', () => {
  expect(new Set(DEFAULT_ALERT_RULES.map(({ id }) => id)).size).toBe(DEFAULT_ALERT_RULES.length)
  for (const { condition } of DEFAULT_ALERT_RULES) expect(condition.windowMs).toBeLessThanOrEqual(3_600_000)
})

test('O-22 a mean is what a sum grew by for each of its count, and none without growth', () => {
  const condition = { kind: 'mean', sum: 's', count: 'n', windowMs: 10_000, is: 'above', limit: 0.4 } as const
  expect(judge(condition, { s: showing(10, 11), n: showing(100, 102) })).toEqual({ breached: true, value: 0.5 })
  expect(judge(condition, { s: showing(10, 11), n: showing(100, 104) })).toEqual({ breached: false, value: 0.25 })
  expect(judge(condition, { s: showing(10, 10), n: showing(100, 100) })).toBeUndefined()
  const mean = DEFAULT_ALERT_RULES.find(({ id }) => id === 'commit-latency')
  expect(mean?.condition).toMatchObject({ kind: 'mean', count: 'srvra_hub_stage_seconds_count{stage="commit"}' })
})

test('O-22 a budget burns while misses go on, and no more once they end', () => {
  const window = { target: 0.9, windowMs: 10_000, newestMs: 2000, limit: 2 } as const
  const condition = { kind: 'burn-rate', missed: ['bad'], all: ['bad', 'good'], ...window } as const
  const burning = judge(condition, { bad: showing(0, 2, 4, 6, 8), good: showing(0, 2, 4, 6, 8) })
  expect(burning?.breached).toBe(true)
  expect(burning?.value).toBeCloseTo(5)
  const over = judge(condition, { bad: showing(0, 8, 8, 8, 8), good: showing(0, 2, 4, 6, 8) })
  expect(over?.breached).toBe(false)
  expect(over?.value).toBeCloseTo(5)
  expect(judge(condition, { bad: showing(0, 8, 8, 8, 8), good: showing(0, 8, 8, 8, 8) })).toBeUndefined()
})

test('O-24 what is known of an alert survives a new title, and not a new condition', () => {
  const world = new Desk()
  world.look(40, T)
  world.desk.replaceRules([{ ...RULE, title: 'Too hot' }], 'ann', T + 1)
  expect(world.desk.list(T + 1)).toMatchObject([{ rule: { title: 'Too hot' }, state: { status: 'firing' } }])
  world.desk.replaceRules([{ ...RULE, condition: { ...RULE.condition, windowMs: 2000 } }], 'ann', T + 2)
  expect(world.desk.list(T + 2)[0]?.state).toEqual(INACTIVE)
  expect(world.desk.history(1)).toEqual([{ what: 'resolved', rule: 'hot', at: T + 2, by: 'ann' }])
})
