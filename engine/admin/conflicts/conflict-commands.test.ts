import { expect, test } from 'vitest'
import type { ConflictView } from '../../conflict/conflict.ts'
import { SyncWorld } from '../../testing/sync-fixture.ts'
import { ruleCommands } from './rule-commands.ts'
import { conflictCommands } from './conflict-commands.ts'
import { decisionsWithin } from './decisions-within.ts'

const caller = { actor: 'operator-1', access: ['read', 'write', 'operate'] } as const

/** A hub at which so many prices wait for a decision. */
function crowdedHub(count: number) {
  const world = new SyncWorld()
  const shop = world.join('shop')
  for (let article = 0; article < count; article++) world.hub.state.setState(`p/${article}`, { price: 10, stock: 5 })
  world.pass()
  world.network.partition('shop')
  for (let article = 0; article < count; article++) world.hub.state.setState(`p/${article}`, { price: 11, stock: 4 })
  world.pass()
  for (let article = 0; article < count; article++)
    shop.state.setState(`p/${article}`, { price: 12, stock: 5 }, article === 3 ? { priority: 'critical' } : {})
  world.network.heal('shop')
  world.pass(40_000)
  const { queue, rules, hub, state } = world.hub
  const control = { queue, rules, readers: (key: string) => hub.readers(key), nameOf: (id: string) => hub.client(id)?.name }
  const noted = { rulesActivated: () => undefined }
  return { world, shop, commands: { ...conflictCommands(() => control, state, world.time), ...ruleCommands(() => control, noted) } }
}

test('R-9 the queue is summed up, grouped and ordered by urgency', async () => {
  const { commands } = crowdedHub(6)
  expect(await commands['conflicts.summary']({}, caller)).toMatchObject({
    waiting: 6,
    byPriority: { critical: 1, normal: 5 },
    byState: { open: 6 },
    overdue: 0,
  })
  const { ids, matches, groups } = await commands['conflicts.list']({}, caller)
  expect(groups).toEqual([{ reason: 'SAME_FIELD', path: '/price', count: 6 }])
  expect(matches).toBe(6)
  const rows = await commands['conflicts.rows']({ ids }, caller)
  expect(rows[0]).toMatchObject({
    key: 'p/3',
    priority: 'critical',
    path: '/price',
    fields: 1,
    actor: expect.stringContaining('shop') as string,
  })
  expect((await commands['conflicts.list']({ text: 'P/2' }, caller)).matches).toBe(1)
  expect((await commands['conflicts.list']({ states: ['snoozed'] }, caller)).matches).toBe(0)
})

test('R-9 a preview tells value, version, problems and readers, and writes nothing', async () => {
  const { world, commands } = crowdedHub(1)
  const [id = ''] = (await commands['conflicts.list']({}, caller)).ids
  const preview = await commands['conflicts.preview'](
    { id, choices: [{ path: '/price', take: 'remote' }], localVersion: 2 },
    caller,
  )
  expect(preview).toMatchObject({ value: { price: 12, stock: 4 }, version: 3, problems: [], clients: 1 })
  expect(world.hub.state.getState('p/0')).toEqual({ price: 11, stock: 4 })
})

test('R-9 many are settled at once, and those that can not be are told', async () => {
  const { world, shop, commands } = crowdedHub(5)
  const { ids } = await commands['conflicts.list']({}, caller)
  expect(await commands['conflicts.resolve-many']({ ids: [...ids, 'c-none'], take: 'suggestion' }, caller)).toMatchObject({
    acted: 5,
    missed: [{ id: 'c-none', code: 'E_CONFLICT_UNKNOWN' }],
  })
  world.pass()
  for (const { state } of [shop, world.hub]) expect(state.getState('p/4')).toEqual({ price: 12, stock: 4 })
  const [newest] = await commands['conflicts.history']({ limit: 1 }, caller)
  expect(newest).toMatchObject({ state: 'resolved', resolution: { strategy: 'accept-suggestions', by: 'operator-1' } })
})

test('R-14 R-15 what people decided suggests a rule, which is tried and put into force', async () => {
  const { world, commands } = crowdedHub(12)
  const { ids } = await commands['conflicts.list']({}, caller)
  await commands['conflicts.resolve-many']({ ids: ids.slice(0, 10), take: 'remote' }, caller)
  const suggestions = await commands['rules.suggest']({ limit: 100 }, caller)
  expect(suggestions[0]).toMatchObject({ rule: { keys: 'p/**', path: 'price', rule: 'max' }, cases: 10, same: 10 })
  const rules = suggestions.slice(0, 1).map(({ rule }) => rule)
  expect(await commands['rules.what-if']({ rules, limit: 100 }, caller)).toMatchObject({ looked: 10, settled: 10, same: 10 })
  expect(await commands['rules.test']({ rules, conflict: ids[11] ?? '' }, caller)).toMatchObject({ fields: 0 })
  expect(await commands['rules.activate']({ rules, basedOn: 0 }, caller)).toMatchObject({ settled: 2, current: { version: 1 } })
  expect((await commands['conflicts.summary']({}, caller)).waiting).toBe(0)
  expect(await commands['rules.overview']({}, caller)).toMatchObject({ current: { version: 1 }, mergeStrategy: 'smart-merge' })
  const analytics = await commands['conflicts.analytics'](
    { from: world.time.now() - 100_000, to: world.time.now(), slices: 10 },
    caller,
  )
  expect(analytics).toMatchObject({
    looked: 12,
    byReason: { SAME_FIELD: 12 },
    byStrategy: { 'take-remote': 10, rule: 2 },
    hotFields: [{ path: '/price', count: 12 }],
  })
  const total = (figure: 'arrived' | 'decided' | 'automatic') => analytics.timeline.reduce((sum, slice) => sum + slice[figure], 0)
  expect([total('arrived'), total('decided'), total('automatic')]).toEqual([12, 12, 2])
  expect(analytics.acceptance).toMatchObject([{ confidence: 5, cases: 10, accepted: 10 }])
})

test('R-9 history is read page by page, also where many decisions share an instant', async () => {
  const { world, commands } = crowdedHub(7)
  const { ids } = await commands['conflicts.list']({}, caller)
  await commands['conflicts.resolve-many']({ ids, take: 'remote' }, caller)
  const seen: string[] = []
  for (let after: string | undefined; ;) {
    const page = await commands['conflicts.history']({ limit: 3, ...(after === undefined ? {} : { after }) }, caller)
    seen.push(...page.map(({ id }) => id))
    after = page.at(-1)?.place
    if (page.length < 3) break
  }
  expect(seen.toSorted()).toEqual(ids.toSorted())
  const now = world.time.now()
  expect(await commands['conflicts.history']({ limit: 9, before: now }, caller)).toEqual([])
  expect(await commands['conflicts.history']({ limit: 9, before: now + 1 }, caller)).toHaveLength(7)
})

test('R-17 an analysis is of its span alone, and counts what still waits among what arrived', async () => {
  const { world, commands } = crowdedHub(5)
  const { ids } = await commands['conflicts.list']({}, caller)
  await commands['conflicts.resolve-many']({ ids: ids.slice(0, 2), take: 'remote' }, caller)
  const now = world.time.now()
  const whole = await commands['conflicts.analytics']({ from: now - 100_000, to: now, slices: 4 }, caller)
  expect(whole).toMatchObject({ looked: 2, truncated: false, hotFields: [{ path: '/price', count: 2 }] })
  expect(whole.timeline.reduce((sum, { arrived }) => sum + arrived, 0)).toBe(5)
  world.pass(1000)
  const later = await commands['conflicts.analytics']({ from: now + 1, to: world.time.now(), slices: 4 }, caller)
  expect(later).toMatchObject({ looked: 0, byReason: {}, hotFields: [], hotReplicas: [], timeToResolve: { p50Ms: 0 } })
})

test('R-17 decisions of a span are read a page at a time, and none of an instant is lost between two', () => {
  const at = [9, 8, 8, 8, 8, 8, 7, 7, 6, 3, 3, 1]
  const all = at.map((instant, index) => ({ id: `c-${index}`, place: `${index}`, resolution: { at: instant } }) as ConflictView)
  const asked: number[] = []
  const queue: Parameters<typeof decisionsWithin>[0] = {
    history: ({ before = Infinity, after, limit }) => {
      asked.push(limit)
      const rest = after === undefined ? all : all.slice(all.findIndex(({ place }) => place === after) + 1)
      return rest.filter(({ resolution }) => (resolution?.at ?? 0) < before).slice(0, limit)
    },
  }
  const idsOf = (from: number, to: number, most = 100) => decisionsWithin(queue, { from, to }, most, 2).map(({ id }) => id)
  expect(idsOf(0, 10)).toEqual(all.map(({ id }) => id))
  expect(idsOf(7, 8)).toEqual(all.slice(1, 8).map(({ id }) => id))
  expect(idsOf(0, 10, 3)).toEqual(all.slice(0, 3).map(({ id }) => id))
  asked.length = 0
  expect(idsOf(9, 9)).toEqual(['c-0'])
  expect(asked).toEqual([2])
})

test('R-14 a decided conflict is tried against what stood when it was decided', async () => {
  const { commands } = crowdedHub(1)
  const { ids } = await commands['conflicts.list']({}, caller)
  const [id = ''] = ids
  await commands['conflicts.resolve-many']({ ids, take: 'remote' }, caller)
  const rules = [{ keys: 'p/**', path: 'price', rule: 'counter' }] as const
  expect(await commands['rules.test']({ rules, conflict: id }, caller)).toMatchObject({
    fields: 0,
    proposal: { price: 13, stock: 4 },
    local: { value: { price: 11, stock: 4 } },
  })
})

test('R-9 rules that are wrong are told with their place', async () => {
  const { commands } = crowdedHub(1)
  const problems = await commands['rules.check']({ rules: [{ keys: 'p/**', path: 'price', rule: 'mean' }] }, caller)
  expect(problems).toHaveLength(1)
  expect(problems[0]?.path).toContain('rules[0]')
})
