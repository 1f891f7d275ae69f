import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Priority } from '../log/change.ts'
import { LANES, Lanes } from './lanes.ts'
import type { Unit } from './lanes.ts'

const ROOM = { operations: 1_000_000, bytes: 1_000_000_000 }

function unit(id: string, given: Partial<Unit> = {}): Unit {
  return { id, priority: 'normal', at: 0, operations: 1, bytes: 100, ...given }
}

function lanesOf(units: readonly Unit[]): Lanes<Unit> {
  const lanes = new Lanes<Unit>()
  for (const each of units) lanes.put(each)
  return lanes
}

/** Takes everything out, one at a time. */
function drain(lanes: Lanes<Unit>): readonly Unit[] {
  const taken: Unit[] = []
  for (let next = lanes.take({ operations: 1, bytes: 0 }); next.length > 0; next = lanes.take({ operations: 1, bytes: 0 }))
    taken.push(...next)
  return taken
}

test('P-70 the earliest deadline goes first, what has none comes last, equal ones by age', () => {
  const units = [
    unit('none', { at: 1 }),
    unit('late', { deadline: 900 }),
    unit('soon', { deadline: 100, at: 9 }),
    unit('old', { deadline: 100, at: 3 }),
  ]
  expect(
    lanesOf(units)
      .take(ROOM)
      .map(({ id }) => id),
  ).toEqual(['old', 'soon', 'late', 'none'])
})

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']

test('P-70 a more urgent lane goes first', () => {
  const units = LANES.toReversed().map((priority) => unit(priority, { priority, deadline: 1 }))
  expect(
    lanesOf(units)
      .take(ROOM)
      .map(({ id }) => id),
  ).toEqual(LANES)
})

test('P-70 within a lane the order is by deadline, age and arrival, whatever was replaced, held or removed meanwhile', () => {
  const arbitraryUnit = fc.record({
    id: fc.constantFrom(...IDS),
    priority: fc.constantFrom(...LANES),
    deadline: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    at: fc.integer({ min: 0, max: 5 }),
    operations: fc.integer({ min: 1, max: 3 }),
  })
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('put' as const), unit: arbitraryUnit, held: fc.boolean() }) },
    fc.record({ type: fc.constantFrom('remove' as const, 'release' as const), id: fc.constantFrom(...IDS) }),
    fc.record({ type: fc.constant('take' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const lanes = new Lanes<Unit>()
      const model = new Map<string, { unit: Unit; order: number; held: boolean }>()
      let order = 0
      const ready = (priority: Priority) =>
        [...model.values()].filter(({ unit: each, held }) => !held && each.priority === priority)
      for (const each of steps) {
        if (each.type === 'put') {
          const { deadline, ...rest } = each.unit
          const put: Unit = { ...rest, bytes: 1, ...(deadline === undefined ? {} : { deadline }) }
          lanes.put(put, each.held)
          model.set(put.id, { unit: put, order: model.get(put.id)?.order ?? ++order, held: each.held })
        } else if (each.type === 'take') {
          const [taken] = lanes.take({ operations: 1, bytes: 1 })
          const first = taken && ready(taken.priority).toSorted((a, b) => rank(a.unit, b.unit) || a.order - b.order)[0]
          expect(taken).toEqual(first?.unit)
          if (taken) model.delete(taken.id)
          else expect([...model.values()].every(({ held }) => held)).toBe(true)
        } else if (each.type === 'remove') {
          lanes.remove(each.id)
          model.delete(each.id)
        } else {
          lanes.release(each.id)
          const known = model.get(each.id)
          if (known) known.held = false
        }
        const counts = { critical: 0, high: 0, normal: 0, low: 0 }
        for (const { unit: waiting } of model.values()) counts[waiting.priority] += waiting.operations
        expect(lanes.counts()).toEqual(counts)
        expect(lanes.size).toBe(model.size)
        expect(lanes.hasReady).toBe([...model.values()].some(({ held }) => !held))
      }
    }),
    { numRuns: 500 },
  )
})

test('P-70 no more is taken than there is room for, and always one unit', () => {
  const lanes = lanesOf([
    unit('a', { operations: 500, bytes: 9000 }),
    unit('b', { at: 1 }),
    unit('c', { at: 2 }),
    unit('d', { at: 3 }),
  ])
  expect(lanes.take({ operations: 100, bytes: 1000 }).map(({ id }) => id)).toEqual(['a'])
  expect(lanes.take({ operations: 2, bytes: 1000 }).map(({ id }) => id)).toEqual(['b', 'c'])
  expect(lanes.take({ operations: 100, bytes: 0 }).map(({ id }) => id)).toEqual(['d'])
  expect(lanes.take(ROOM)).toEqual([])
})

test('P-70 what is asked for by lane leaves the lanes below alone', () => {
  const lanes = lanesOf(LANES.map((priority) => unit(priority, { priority })))
  expect(lanes.take(ROOM, 'high').map(({ id }) => id)).toEqual(['critical', 'high'])
  expect(lanes.size).toBe(2)
})

test('P-71 a lane that is passed over again and again has its share, and urgent ones have the rest', () => {
  for (const room of [1, 7, 100]) {
    const lanes = lanesOf(
      LANES.flatMap((priority) =>
        Array.from({ length: 2000 }, (_, index) => unit(`${priority}/${index}`, { priority, at: index })),
      ),
    )
    const taken: Unit[] = []
    while (taken.length < 1100) taken.push(...lanes.take({ operations: room, bytes: 1e9 }))
    const share = (priority: Priority) => taken.filter((each) => each.priority === priority).length / taken.length
    expect(taken.slice(0, 8).every(({ priority }) => priority === 'critical')).toBe(true)
    expect(share('critical')).toBeGreaterThan(0.65)
    for (const lane of LANES.slice(1)) expect(share(lane)).toBeGreaterThan(0.08)
  }
})

test('P-71 after a great batch a passed-over lane does not keep the urgent ones waiting', () => {
  const lanes = lanesOf(Array.from({ length: 100 }, (_, index) => unit(`low/${index}`, { priority: 'low', at: index })))
  lanes.put(unit('batch', { priority: 'critical', operations: 1000 }))
  lanes.take({ operations: 1, bytes: 0 })
  for (let index = 0; index < 100; index++) lanes.put(unit(`critical/${index}`, { priority: 'critical', at: index }))
  expect(
    drain(lanes)
      .slice(0, 20)
      .filter(({ priority }) => priority === 'low').length,
  ).toBeLessThanOrEqual(10)
})

test('P-70 P-72 what is held waits until it is released, alone or with all of its lane', () => {
  const lanes = new Lanes<Unit>()
  lanes.put(unit('a'), true)
  lanes.put(unit('b', { priority: 'low' }), true)
  expect(lanes.hasReady).toBe(false)
  expect(lanes.take(ROOM)).toEqual([])
  lanes.releaseAll(['critical', 'normal'])
  expect(lanes.take(ROOM).map(({ id }) => id)).toEqual(['a'])
  lanes.release('b')
  expect(lanes.take(ROOM).map(({ id }) => id)).toEqual(['b'])
})

test('P-70 a unit that is replaced again and again is one unit, and taking does not look at all that wait', () => {
  const lanes = new Lanes<Unit>()
  for (let index = 0; index < 100_000; index++) lanes.put(unit('a', { bytes: index, priority: LANES[index % 4] as Priority }))
  expect(drain(lanes)).toHaveLength(1)
  const began = performance.now()
  for (let index = 0; index < 100_000; index++) lanes.put(unit(`u${index}`, { deadline: index % 977 }))
  for (let left = 100_000; left > 0; left -= 100) expect(lanes.take({ operations: 100, bytes: 1e9 })).toHaveLength(100)
  // Half a second on a slow machine; looking at all that wait for each push would take minutes.
  expect(performance.now() - began).toBeLessThan(5000)
})

function rank(left: Unit, right: Unit): number {
  const [leftDue, rightDue] = [left.deadline ?? Infinity, right.deadline ?? Infinity]
  return leftDue === rightDue ? left.at - right.at : leftDue - rightDue
}
