import { expect, test } from 'vitest'
import { vmTimeLimit } from '../adapters/vm-time-limit.ts'
import type { SrvraError } from '../core/errors.ts'
import type { JsonValue } from '../core/json/index.ts'
import { SyncWorld } from '../testing/sync-fixture.ts'
import type { TestReplica } from '../testing/sync-fixture.ts'
import type { ConflictQueue } from './conflict-queue.ts'
import { SrvraConflictResolver } from './srvra-conflict-resolver.ts'

/** Two tablets that edit one document apart from each other; answers the world once both edits have arrived. */
function collide(
  base: JsonValue,
  mine: JsonValue,
  other: JsonValue,
  resolver = new SrvraConflictResolver({ timeLimit: vmTimeLimit }),
): { readonly world: SyncWorld; readonly a: TestReplica; readonly b: TestReplica; readonly queue: ConflictQueue } {
  const world = new SyncWorld({ resolver })
  const a = world.join('a')
  const b = world.join('b')
  world.pass()
  a.state.setState('k', base)
  world.pass()
  world.network.partition('a')
  b.state.setState('k', other)
  world.pass()
  a.state.setState('k', mine)
  world.network.heal('a')
  world.pass(40_000)
  return { world, a, b, queue: world.hub.queue }
}

function first(queue: ConflictQueue): string {
  const [id] = queue.waiting.keys()
  if (id === undefined) throw new Error('nothing waits')
  return id
}

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return (error as SrvraError).code
  }
  return 'nothing was thrown'
}

test('R-1 a conflict waits with base, both sides, every field, and why', () => {
  const { queue } = collide({ price: 12, name: 'tea' }, { price: 13, name: 'tea' }, { price: 14, name: 'green tea' })
  const view = queue.view(first(queue))
  expect(view).toMatchObject({
    key: 'k',
    state: 'open',
    reason: 'SAME_FIELD',
    path: '/price',
    fields: 1,
    priority: 'normal',
    base: { version: 1, value: { price: 12, name: 'tea' } },
    local: { version: 2, value: { price: 14, name: 'green tea' } },
    remote: { value: { price: 13, name: 'tea' } },
    proposal: { price: 13, name: 'green tea' },
  })
  expect(view.changes.map(({ path, outcome }) => [path, outcome])).toEqual([
    ['/name', 'ours'],
    ['/price', 'proposal'],
  ])
  expect(view.changes.every(({ factors }) => factors.length > 0)).toBe(true)
  expect(view.dueAt - view.detectedAt).toBe(8 * 3_600_000)
})

test('R-1 the largest documents there may be wait as well, and can be settled', () => {
  const long = (letter: string): JsonValue => Array.from({ length: 9 }, (_, index) => [letter.repeat(100_000), index])
  const { queue, world } = collide({ list: long('a') }, { list: long('b') }, { list: long('c') })
  const id = first(queue)
  const view = queue.view(id)
  expect(view.fields).toBeGreaterThan(0)
  const choices = view.changes.filter(({ outcome }) => outcome === 'proposal').map(({ path }) => ({ path, take: 'local' }) as const)
  queue.resolve(id, { by: 'operator-1', choices })
  expect(world.hub.state.getState('k')).toEqual({ list: long('c') })
})

test('R-2 a choice for every path settles it, in one commit with its record, and everybody has the result', () => {
  const { world, a, b, queue } = collide({ price: 12, name: 'tea' }, { price: 13, name: 'tea' }, { price: 14, name: 'green tea' })
  const id = first(queue)
  expect(codeOf(() => queue.resolve(id, { by: 'operator-1', choices: [] }))).toBe('E_CONFLICT_UNDECIDED')
  const resolution = queue.resolve(id, {
    by: 'operator-1',
    choices: [{ path: '/price', take: 'remote' }],
    localVersion: 2,
    reason: 'the invoice says so',
  })
  expect(resolution).toMatchObject({ by: 'operator-1', version: 3, value: { price: 13, name: 'green tea' } })
  world.pass()
  for (const { state } of [a, b, world.hub]) expect(state.getState('k')).toEqual({ price: 13, name: 'green tea' })
  const told = { key: 'k', strategy: 'hub', value: { price: 13, name: 'green tea' } }
  expect(a.eventBus.getHistory('conflict-resolved').map(({ payload }) => payload)).toEqual([told])
  expect(b.eventBus.getHistory('conflict-resolved')).toEqual([])
  const [newest] = world.hub.state.getHistory('k', { limit: 1 })
  expect(newest).toMatchObject({ kind: 'merge', actor: 'operator-1', cause: id, reason: 'the invoice says so' })
  expect(queue.waiting.size).toBe(0)
  expect(queue.history({ limit: 10 })).toMatchObject([{ id, state: 'resolved', resolution: { by: 'operator-1', version: 3 } }])
  expect(codeOf(() => queue.resolve(id, { by: 'operator-2', choices: [] }))).toBe('E_CONFLICT_DECIDED')
  expect(codeOf(() => queue.view('c-none'))).toBe('E_CONFLICT_UNKNOWN')
})

test.each([
  ['base', { price: 12 }],
  ['local', { price: 14 }],
  ['remote', { price: 13 }],
  ['suggestion', { price: 13 }],
] as const)('R-2 %s is taken', (take, value) => {
  const { world, queue } = collide({ price: 12 }, { price: 13 }, { price: 14 })
  queue.resolve(first(queue), { by: 'operator-1', choices: [{ path: '/price', take }] })
  expect(world.hub.state.getState('k')).toEqual(value)
  expect(queue.waiting.size).toBe(0)
})

test('R-2 an edited value stands, nothing can stand, and both stand where that is possible', () => {
  const edited = collide({ price: 12 }, { price: 13 }, { price: 14 })
  edited.queue.resolve(first(edited.queue), { by: 'operator-1', choices: [{ path: '/price', take: 'edited', value: 15 }] })
  expect(edited.world.hub.state.getState('k')).toEqual({ price: 15 })
  const none = collide({ price: 12, name: 'tea' }, { price: 13, name: 'tea' }, { price: 14, name: 'tea' })
  none.queue.resolve(first(none.queue), { by: 'operator-1', choices: [{ path: '/price', take: 'edited' }] })
  expect(none.world.hub.state.getState('k')).toEqual({ name: 'tea' })
  const both = collide({ tags: ['a'] }, { tags: ['a', 'b'] }, { tags: 'many' })
  expect(
    codeOf(() => both.queue.resolve(first(both.queue), { by: 'operator-1', choices: [{ path: '/tags', take: 'both' }] })),
  ).toBe('E_CHOICE')
  const lists = collide({ tags: ['a'] }, { tags: ['a', 'b'] }, { tags: ['a', 'c'] })
  lists.queue.resolve(first(lists.queue), { by: 'operator-1', choices: [{ path: '/tags', take: 'both' }] })
  expect(lists.world.hub.state.getState('k')).toEqual({ tags: ['a', 'c', 'b'] })
})

test('R-2 what is settled is held to the schema and the limits of its key; refused, nothing has changed', () => {
  const { world, queue } = collide({ price: 12 }, { price: 13 }, { price: 14 })
  const id = first(queue)
  world.hub.state.registerSchema('k', { type: 'object', properties: { price: { type: 'number', maximum: 100 } } })
  const edited = (value: JsonValue) => () =>
    queue.resolve(id, { by: 'operator-1', choices: [{ path: '/price', take: 'edited', value }] })
  expect(codeOf(edited(101))).toBe('E_VALIDATION')
  expect(codeOf(edited('x'.repeat(2 ** 21)))).toBe('E_TOO_LARGE')
  expect(world.hub.state.getState('k')).toEqual({ price: 14 })
  expect(queue.waiting.size).toBe(1)
  expect(codeOf(edited(100))).toBe('nothing was thrown')
})

test('R-3 a document that moved on since somebody looked is looked at again, and merged with what it is now', () => {
  const { world, queue } = collide({ price: 12, name: 'tea' }, { price: 13, name: 'tea' }, { price: 14, name: 'tea' })
  const id = first(queue)
  world.hub.state.setState('k', { price: 20, name: 'green tea' })
  expect(codeOf(() => queue.resolve(id, { by: 'operator-1', choices: [{ path: '/price', take: 'local' }], localVersion: 2 }))).toBe(
    'E_CONFLICT_MOVED',
  )
  const view = queue.view(id)
  expect(view).toMatchObject({ detectedVersion: 2, local: { version: 3, value: { price: 20, name: 'green tea' } } })
  queue.resolve(id, { by: 'operator-1', choices: [{ path: '/price', take: 'remote' }], localVersion: 3 })
  expect(world.hub.state.getState('k')).toEqual({ price: 13, name: 'green tea' })
  expect(queue.view(id)).toMatchObject({
    local: { version: 3, value: { price: 20, name: 'green tea' }, at: expect.any(Number) },
    changes: expect.arrayContaining([expect.objectContaining({ path: '/price', ours: 20, theirs: 13 })]),
  })
})

test('R-4 a conflict is claimed by one at a time, put off, dismissed, and taken up again; all outlives a restart', () => {
  const { world, queue } = collide({ price: 12 }, { price: 13 }, { price: 14 })
  const id = first(queue)
  expect(queue.claim(id, 'operator-1')).toMatchObject({ state: 'claimed', owner: 'operator-1' })
  expect(codeOf(() => queue.claim(id, 'operator-2'))).toBe('E_CONFLICT_CLAIMED')
  expect(queue.claim(id, 'operator-2', true)).toMatchObject({ owner: 'operator-2' })
  world.pass(6 * 60_000)
  expect(queue.claim(id, 'operator-1')).toMatchObject({ owner: 'operator-1' })
  expect(queue.snooze(id, 5)).toMatchObject({ state: 'snoozed', snoozedUntil: 5 })
  world.restartHub()
  const again = world.hub.queue
  expect(again.waiting.get(id)).toMatchObject({ state: 'snoozed', fields: 1, key: 'k' })
  again.dismiss(id, 'operator-1', 'a test')
  expect(again.waiting.size).toBe(0)
  expect(world.hub.state.getState('k')).toEqual({ price: 14 })
  expect(again.history({ limit: 5 })).toMatchObject([{ state: 'dismissed', resolution: { reason: 'a test' } }])
  expect(again.reopen(id)).toMatchObject({ state: 'open', fields: 1 })
  again.resolve(id, { by: 'operator-1', choices: [{ path: '/price', take: 'remote' }] })
  expect(again.history({ limit: 5 })).toHaveLength(2)
  expect(world.hub.state.getState('k')).toEqual({ price: 13 })
})

test('R-5 an operation that comes again after its conflict was settled gets its answer, and makes no second one', () => {
  const { world, queue } = collide({ price: 12 }, { price: 13 }, { price: 14 })
  const id = first(queue)
  queue.resolve(id, { by: 'operator-1', choices: [{ path: '/price', take: 'local' }] })
  const raw = world.connect()
  raw.hello()
  world.pass(10)
  const opId = id.slice(2)
  raw.send({
    type: 'push',
    id: 1,
    operations: [{ opId, key: 'k', kind: 'set', base: 1, hlc: '000000000000', priority: 'normal', value: { price: 13 } }],
  })
  world.pass(10)
  expect(raw.answers).toMatchObject([{ status: 'conflict', conflict: id, duplicate: true }])
  expect(queue.waiting.size).toBe(0)
})

test('R-6 edits that came as one batch are settled as one', () => {
  const world = new SyncWorld()
  const a = world.join('a')
  world.pass()
  a.state.batch([
    { key: 'x', value: { n: 1 } },
    { key: 'y', value: { n: 1 } },
  ])
  world.pass()
  world.network.partition('a')
  world.hub.state.setState('x', { n: 2 })
  world.pass()
  a.state.batch([
    { key: 'x', value: { n: 3 } },
    { key: 'y', value: { n: 3 } },
  ])
  world.network.heal('a')
  world.pass(40_000)
  const { queue, state } = world.hub
  expect([...queue.waiting.values()].map(({ key, reason }) => [key, reason])).toEqual([
    ['x', 'SAME_FIELD'],
    ['y', 'BATCH'],
  ])
  expect(state.getState('y')).toEqual({ n: 1 })
  const byKey = new Map([...queue.waiting.values()].map(({ key, id }) => [key, id]))
  expect(codeOf(() => queue.resolve(byKey.get('y') ?? '', { by: 'operator-1', choices: [] }))).toBe('E_CONFLICT_BATCH')
  queue.resolve(byKey.get('x') ?? '', { by: 'operator-1', choices: [{ path: '/n', take: 'remote' }] })
  expect([state.getState('x'), state.getState('y')]).toEqual([{ n: 3 }, { n: 3 }])
  expect(queue.waiting.size).toBe(0)
})

test('R-7 rules that come into force settle what they can of what waits, are kept, and can be taken back', () => {
  const { world, queue } = collide({ stock: { quantity: 10 } }, { stock: { quantity: 7 } }, { stock: { quantity: 9 } })
  const id = first(queue)
  const rules = [{ keys: 'k', path: 'stock.quantity', rule: 'counter' }] as const
  expect(queue.settleByRules(id)).toBe(false)
  expect(world.hub.rules.viewUnder(id, { version: 1, rules })).toMatchObject({ fields: 0, proposal: { stock: { quantity: 6 } } })
  expect(queue.waiting.size).toBe(1)
  expect(world.hub.rules.activate(rules, { by: 'operator-1', basedOn: 0, note: 'sales add up' })).toMatchObject({
    settled: 1,
    current: { version: 1, by: 'operator-1' },
  })
  expect(world.hub.state.getState('k')).toEqual({ stock: { quantity: 6 } })
  expect(queue.history({ limit: 1 })).toMatchObject([{ resolution: { strategy: 'rule', by: 'rules' } }])
  expect(codeOf(() => world.hub.rules.activate([], { by: 'operator-2', basedOn: 0 }))).toBe('E_RULES_MOVED')
  world.restartHub({ resolver: new SrvraConflictResolver({ timeLimit: vmTimeLimit }) })
  expect(world.hub.resolver.rules).toMatchObject({ version: 1, rules })
  world.hub.rules.activate([], { by: 'operator-1', basedOn: 1 })
  expect(world.hub.rules.ruleSets.versions({ limit: 10 }).map(({ version }) => version)).toEqual([2, 1])
  expect(world.hub.resolver.rules.rules).toEqual([])
})

test('R-7 what rules would make of a conflict that breaks its schema goes on waiting, and keeps no others from being settled', () => {
  const { world, queue } = collide({ stock: { quantity: 10 } }, { stock: { quantity: 7 } }, { stock: { quantity: 9 } })
  const quantity = { type: 'number', minimum: 7 }
  world.hub.state.registerSchema('k', { properties: { stock: { properties: { quantity } } } })
  const rules = [{ keys: 'k', path: 'stock.quantity', rule: 'counter' }] as const
  expect(world.hub.rules.activate(rules, { by: 'operator-1', basedOn: 0 })).toMatchObject({ settled: 0, current: { version: 1 } })
  expect([queue.waiting.size, world.hub.state.getState('k')]).toEqual([1, { stock: { quantity: 9 } }])
})

test('R-7 a strategy that has come since settles what it can of what waits', () => {
  const { world, queue } = collide({ price: 12 }, { price: 13 }, { price: 14 })
  const id = first(queue)
  const resolver = new SrvraConflictResolver({ timeLimit: vmTimeLimit, mergeStrategy: 'highest' })
  resolver.registerCustomStrategy('highest', ({ clientValue, serverValue }) => ({
    value: { price: Math.max((clientValue as { price: number }).price, (serverValue as { price: number }).price) },
  }))
  world.restartHub({ resolver })
  expect(world.hub.queue.settleByRules(id)).toBe(true)
  expect([world.hub.queue.waiting.size, world.hub.state.getState('k')]).toEqual([0, { price: 14 }])
})

test('R-8 a handler of the event may settle it, at the hub or at the author’s replica; what can not be taken is told', async () => {
  const world = new SyncWorld()
  world.hub.eventBus.subscribe('conflict', () => ({ value: { price: 99 }, strategy: 'house-rule' }))
  const settled = world.join('a')
  world.pass()
  settled.state.setState('k', { price: 12 })
  world.pass()
  world.network.partition('a')
  world.hub.state.setState('k', { price: 14 })
  world.pass()
  settled.state.setState('k', { price: 13 })
  world.network.heal('a')
  world.pass(40_000)
  await new Promise((resolve) => setImmediate(resolve))
  world.pass()
  expect(world.hub.state.getState('k')).toEqual({ price: 99 })
  expect(settled.state.getState('k')).toEqual({ price: 99 })
  expect(world.hub.queue.history({ limit: 1 })).toMatchObject([{ resolution: { by: 'handler', strategy: 'house-rule' } }])
})
