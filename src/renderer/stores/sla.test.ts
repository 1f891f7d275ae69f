import { expect, test, vi } from 'vitest'

import type { Breach, Objective, ObjectiveDraft, ObjectiveReport } from '../../shared/contract.ts'
import { failure, installBridge } from '../testing/bridge-double.ts'
import { useObjectiveCourse } from './objective-course.ts'
import { useObjectiveEdit } from './objective-edit.ts'
import { useSla } from './sla.ts'

const LEVEL = {
  met: 0,
  missed: 0,
  rejected: 0,
  attained: undefined,
  burnRate: 0,
  p50Ms: undefined,
  p95Ms: undefined,
  p99Ms: undefined,
}
const SPAN = { from: 0, to: 1000 }

function breach(id: number): Breach {
  const times = { at: id, within: 1, tookMs: 2, waitedMs: 1, hubMs: 1 }
  return { id, objective: 'tills', opId: `o${id}`, key: 'k', replica: 'r', actor: 'ann', priority: 'low', ...times }
}

/** A hub that keeps objectives, and has three breaches of which a page shows two. */
function hub() {
  let kept: readonly Objective[] = []
  const put = (drafts: readonly ObjectiveDraft[]): readonly Objective[] =>
    (kept = drafts.map((draft) => ({ keys: '**', alert: true, ...draft, since: 1 })))
  const bridge = installBridge({
    'sla.report': () => ({
      ok: true,
      value: kept.map((objective): ObjectiveReport => ({
        objective,
        fast: LEVEL,
        slow: LEVEL,
        whole: LEVEL,
        budget: { allowed: 0, left: 1 },
        unlisted: 0,
      })),
    }),
    'sla.objectives': () => ({ ok: true, value: kept }),
    'sla.save-objectives': ({ objectives }) => ({ ok: true, value: put(objectives) }),
    'sla.attainment': () => ({ ok: true, value: { stepMs: 1000, points: [] } }),
    'sla.breaches': ({ cursor }) => ({
      ok: true,
      value: cursor === undefined ? { breaches: [breach(3), breach(2)], cursor: 2 } : { breaches: [breach(1)] },
    }),
  })
  return { ...bridge, put, kept: () => kept }
}

test('V-207 one button promises what is sensible for a beginning', async () => {
  const { kept } = hub()
  await useSla().load()
  expect(await useObjectiveEdit().defineFirst()).toBe('critical')
  expect(kept()).toMatchObject([{ keys: '**', priority: 'critical', within: 2000, target: 0.99, alert: true }])
})

test('V-208 an objective is changed in its place, a new one added, one deleted, and what began anew is said before', async () => {
  const { put, kept, asked } = hub()
  put([
    { id: 'tills', within: 2000, target: 0.9 },
    { id: 'all', within: 5000, target: 0.5 },
  ])
  const [sla, edit] = [useSla(), useObjectiveEdit()]
  await sla.load()
  edit.show(sla.report?.objective)
  edit.change({ name: 'Tills' })
  expect(edit.startsAnew).toBe(false)
  edit.change({ within: 'soon' })
  expect(edit.problems).toEqual({})
  expect(await edit.save()).toBeUndefined()
  expect(Object.keys(edit.problems)).toEqual(['within'])
  edit.change({ within: '1 s' })
  expect(edit.startsAnew).toBe(true)
  expect(await edit.save()).toBe('tills')
  expect(kept().map(({ id, name, within }) => [id, name, within])).toEqual([
    ['tills', 'Tills', 1000],
    ['all', undefined, 5000],
  ])
  expect(asked.find(([name]) => name === 'sla.save-objectives')?.[1]).not.toMatchObject({ objectives: [{ since: 1 }] })
  await sla.remove('tills')
  expect(kept().map(({ id }) => id)).toEqual(['all'])
})

test('V-208 what the hub refuses stays in the form with its reason', async () => {
  installBridge({
    'sla.report': () => ({ ok: true, value: [] }),
    'sla.objectives': () => ({ ok: true, value: [] }),
    'sla.save-objectives': () => ({ ok: false, error: failure }),
  })
  const edit = useObjectiveEdit()
  edit.show()
  expect(await edit.save()).toBeUndefined()
  expect([edit.open, edit.failure]).toEqual([true, failure])
})

test('V-209 figures follow the engine every two seconds while they are shown, with the breaches of the chosen one', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { put, asked, tell } = hub()
  put([
    { id: 'all', within: 5000, target: 0.5 },
    { id: 'tills', within: 2000, target: 0.9 },
  ])
  const [sla, course] = [useSla(), useObjectiveCourse()]
  await sla.choose('tills', () => SPAN)
  const stop = sla.watchNow()
  await sla.load()
  expect(sla.report?.objective.id).toBe('tills')
  expect(asked).toContainEqual(['sla.attainment', { objective: 'tills', ...SPAN, points: 200 }])
  expect(course.breaches.map(({ id }) => id)).toEqual([3, 2])
  await course.loadOlder()
  expect([course.breaches.map(({ id }) => id), course.older]).toEqual([[3, 2, 1], undefined])
  const reads = (): number => asked.filter(([name]) => name === 'sla.report').length
  tell('monitoring', { at: 1, firing: 0, acknowledged: 0 })
  expect(reads()).toBe(1)
  vi.advanceTimersByTime(2000)
  tell('monitoring', { at: 2, firing: 0, acknowledged: 0 })
  expect(reads()).toBe(2)
  stop()
  vi.advanceTimersByTime(2000)
  tell('monitoring', { at: 3, firing: 0, acknowledged: 0 })
  expect(reads()).toBe(2)
  vi.useRealTimers()
})
