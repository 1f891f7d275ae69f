import { expect, test } from 'vitest'
import { SrvraError } from '../../core/errors.ts'
import { diff } from '../../core/delta/index.ts'
import { nodeSha256 } from '../../adapters/node-hash.ts'
import { contentHash } from '../../core/json/index.ts'
import { formatHybridTime } from '../../core/clock/index.ts'
import { operation, SyncWorld } from '../../testing/sync-fixture.ts'

function connected(world = new SyncWorld()) {
  const client = world.connect()
  client.hello()
  world.pass(10)
  return { world, client, state: world.hub.state }
}

test('P-30 what is written at the hub itself streams to replicas like what another replica wrote', () => {
  const { world, client, state } = connected()
  state.setState('a', 1)
  world.pass(10)
  expect(client.of('changes').flatMap(({ changes }) => changes)).toMatchObject([{ key: 'a', version: 1, value: 1, seq: 1 }])
})

test('P-31 the pushes of one turn are committed by one append, each decided against those before it', () => {
  const { world, client, state } = connected()
  const appended: number[] = []
  state.onCommit(({ fromSeq, toSeq }) => appended.push(toSeq - fromSeq + 1))
  const other = world.connect('raw-b')
  other.hello({ replica: 'raw-2' })
  world.pass(10)
  client.send({
    type: 'push',
    id: 1,
    operations: [operation('a-1', 'k', { x: 1 }), operation('a-2', 'k', { x: 1, y: 2 }, { base: 1 })],
  })
  other.send({ type: 'push', id: 1, operations: [operation('b-1', 'k', { x: 1, y: 2, z: 3 }, { base: 2 })] })
  world.pass(10)
  expect(appended).toEqual([3])
  expect([...client.answers, ...other.answers].map(({ status }) => status)).toEqual(['committed', 'committed', 'committed'])
  expect(state.getState('k')).toEqual({ x: 1, y: 2, z: 3 })
})

test('P-32 an append that fails answers nothing: the push is refused with the error of the store, and succeeds when it is sent again', () => {
  const { world, client, state } = connected()
  const bulk = state.beginBulk()
  client.send({ type: 'push', id: 1, operations: [operation('a-1', 'k', 1)] })
  world.pass(100)
  expect(client.answers).toEqual([])
  bulk.write([{ key: 'imported', value: 1 }])
  bulk.commit()
  world.pass(100)
  expect(client.answers).toMatchObject([{ opId: 'a-1', status: 'committed' }])

  const append = world.hub.storage.append.bind(world.hub.storage)
  world.hub.storage.append = () => {
    throw new SrvraError('E_STORE_FULL', 'The disk is full.')
  }
  const push = { type: 'push', id: 2, operations: [operation('a-2', 'k', 2, { base: 1 })] } as const
  client.send(push)
  world.pass(100)
  expect(client.answers).toHaveLength(1)
  expect(client.of('error')).toMatchObject([{ code: 'E_STORE_FULL', id: 2, fatal: false }])
  world.hub.storage.append = append
  client.send(push)
  world.pass(100)
  expect(client.answers).toMatchObject([{ opId: 'a-1' }, { opId: 'a-2', status: 'committed', version: 2 }])
})

test('P-33 each operation is answered alone: what is wrong with one is no trouble of the others', () => {
  const { world, client, state } = connected()
  state.registerSchema('typed/*', { type: 'string' })
  const tomorrow = formatHybridTime({ wallMs: world.time.now() + 86_400_000, counter: 0 })
  client.send({
    type: 'push',
    id: 1,
    operations: [
      operation('a-1', 'typed/x', 7),
      operation('a-2', 'good', 1, { hlc: tomorrow }),
      operation('a-3', 'bad//key', 1),
      operation('a-4', 'good', 2),
    ],
  })
  world.pass(10)
  expect(client.answers.map((answer) => (answer.status === 'rejected' ? answer.code : answer.status))).toEqual([
    'E_VALIDATION',
    'E_CLOCK_SKEW',
    'E_KEY',
    'committed',
  ])
})

test('P-34 a delta is carried out on the version that it names, leads to the hash that came with it, or is refused', () => {
  const { world, client, state } = connected()
  const before = { title: 'a title', text: 'x'.repeat(100) }
  const after = { ...before, title: 'another title' }
  state.setState('doc', before)
  const delta = diff(before, after)
  const hash = contentHash(after, nodeSha256)
  const wrong = contentHash(before, nodeSha256)
  const { value: _value, ...envelope } = operation('a-1', 'doc', after)
  client.send({ type: 'push', id: 1, operations: [{ ...envelope, base: 1, ...(delta ? { delta } : {}), hash: wrong }] })
  client.send({ type: 'push', id: 2, operations: [{ ...envelope, opId: 'a-2', base: 9, ...(delta ? { delta } : {}), hash }] })
  world.pass(10)
  expect(client.answers).toMatchObject([
    { status: 'rejected', code: 'E_BASE_MISMATCH' },
    { status: 'rejected', code: 'E_BASE_MISMATCH' },
  ])
  expect(state.getState('doc')).toEqual(before)
  client.send({ type: 'push', id: 3, operations: [{ ...envelope, opId: 'a-3', base: 1, ...(delta ? { delta } : {}), hash }] })
  world.pass(10)
  expect(client.answers.at(-1)).toMatchObject({ status: 'committed', version: 2 })
  expect(state.getState('doc')).toEqual(after)
})

test('P-35 what is there already is committed as the version that stands, and makes no change', () => {
  const { world, client, state } = connected()
  state.setState('k', { x: 1 })
  client.send({ type: 'push', id: 1, operations: [operation('a-1', 'k', { x: 1 }), operation('a-2', 'gone', undefined)] })
  world.pass(10)
  expect(client.answers).toMatchObject([
    { status: 'committed', version: 1 },
    { status: 'committed', version: 0 },
  ])
  expect(world.hub.storage.head().seq).toBe(1)
})

test('P-36 an operation on an older version is merged where both sides can keep what they did', () => {
  const { world, client, state } = connected()
  state.setState('k', { x: 1, y: 1 })
  state.setState('k', { x: 2, y: 1 })
  client.send({ type: 'push', id: 1, operations: [operation('a-1', 'k', { x: 1, y: 5 }, { base: 1, reason: 'counted again' })] })
  world.pass(10)
  expect(state.getState('k')).toEqual({ x: 2, y: 5 })
  expect(client.answers).toMatchObject([{ status: 'merged', version: 3 }])
  expect(world.hub.storage.log({ after: 2, limit: 1 })).toMatchObject([
    { kind: 'merge', opId: 'a-1', origin: 'raw-1', reason: 'counted again' },
  ])
})

test('P-37 an overlapping edit is kept whole with both sides and the reason, and the document stays as it is', () => {
  const { world, client, state } = connected()
  const conflicts: unknown[] = []
  world.hub.eventBus.subscribe('conflict', (event) => void conflicts.push(event))
  state.setState('k', { x: 1, y: 1 })
  state.setState('k', { x: 2, y: 1 })
  client.send({ type: 'push', id: 1, operations: [operation('a-1', 'k', { x: 3, y: 1 }, { base: 1 })] })
  world.pass(10)
  expect(state.getState('k')).toEqual({ x: 2, y: 1 })
  expect(client.answers).toMatchObject([{ status: 'conflict', conflict: 'c-a-1', reason: 'SAME_FIELD' }])
  expect(world.hub.storage.record('conflicts', 'c-a-1')).toMatchObject({
    key: 'k',
    status: 'open',
    base: { value: { x: 1, y: 1 } },
    ours: { version: 2, value: { x: 2, y: 1 } },
    theirs: { value: { x: 3, y: 1 } },
    fields: [{ path: '/x', base: 1, ours: 2, theirs: 3 }],
  })
  expect(conflicts).toMatchObject([{ key: 'k', id: 'c-a-1', clientValue: { x: 3, y: 1 }, serverValue: { x: 2, y: 1 } }])
  expect(world.hub.hub.statistics().openConflicts).toBe(1)
})

test('P-37 where the base is not known any more, the operation waits for a person, too', () => {
  const { world, client, state } = connected()
  for (const x of [1, 2, 3, 4]) state.setState('k', { x })
  for (const _ of world.hub.storage.compact({ keepVersions: 1 }));
  client.send({ type: 'push', id: 1, operations: [operation('a-1', 'k', { x: 9 }, { base: 1 })] })
  world.pass(10)
  expect(client.answers).toMatchObject([{ status: 'conflict', reason: 'NO_BASE' }])
  expect(state.getState('k')).toEqual({ x: 4 })
})

test('P-38 a batch goes in whole, or is kept or refused whole', () => {
  const { world, client, state } = connected()
  client.send({
    type: 'push',
    id: 1,
    operations: [operation('a-1', 'p', 1, { batch: 'one' }), operation('a-2', 'q', 1, { batch: 'one' })],
  })
  world.pass(10)
  expect(world.hub.storage.log({ after: 0, limit: 9 })).toMatchObject([{ batch: 1 }, { batch: 1 }])

  state.setState('p', 2)
  client.send({
    type: 'push',
    id: 2,
    operations: [operation('a-3', 'q', 7, { base: 1, batch: 'two' }), operation('a-4', 'p', 7, { base: 1, batch: 'two' })],
  })
  world.pass(10)
  expect(client.answers.slice(2)).toMatchObject([
    { opId: 'a-3', status: 'conflict', reason: 'BATCH' },
    { opId: 'a-4', status: 'conflict', reason: 'SAME_FIELD' },
  ])
  state.registerSchema('r', { type: 'string' })
  client.send({
    type: 'push',
    id: 3,
    operations: [operation('a-5', 'q', 8, { base: 1, batch: 'three' }), operation('a-6', 'r', 8, { batch: 'three' })],
  })
  world.pass(10)
  expect(client.answers.slice(4)).toMatchObject([
    { opId: 'a-5', status: 'rejected', code: 'E_BATCH' },
    { opId: 'a-6', status: 'rejected', code: 'E_VALIDATION' },
  ])
  expect(state.getState('q')).toBe(1)
})

test('P-39 an operation that comes again gets its answer again, also after a restart and after compaction', () => {
  const { world, client, state } = connected()
  state.setState('k', { x: 1, y: 1 })
  state.setState('k', { x: 2, y: 1 })
  const operations = [
    operation('a-1', 'new', 1),
    operation('a-2', 'k', { x: 1, y: 5 }, { base: 1 }),
    operation('a-3', 'k', { x: 9, y: 1 }, { base: 1 }),
  ]
  client.send({ type: 'push', id: 1, operations })
  world.pass(10)
  const first = client.answers
  const { seq } = world.hub.storage.head()
  state.setState('new', 2)
  state.setState('k', 3)
  world.pass(10_000)
  for (const _ of world.hub.storage.compact({ before: world.time.now(), keepVersions: 1 }));
  world.restartHub()
  const again = world.connect('raw-again')
  again.hello()
  world.pass(10)
  again.send({ type: 'push', id: 1, operations })
  again.send({ type: 'push', id: 2, operations: [operation('a-1', 'new', 'another value')] })
  world.pass(10)
  expect(again.answers.map(({ status }) => status)).toEqual([...first.map(({ status }) => status), 'rejected'])
  expect(again.answers).toMatchObject([
    { version: 1, seq: seq - 1, duplicate: true },
    { version: 3, seq, duplicate: true },
    { conflict: 'c-a-3', duplicate: true },
    { code: 'E_OP_ID_REUSED' },
  ])
  expect(world.hub.state.getState('new')).toBe(2)
})

test('P-39 nobody can take an id that this hub will give to a change of its own', () => {
  const { world, client, state } = connected()
  client.send({ type: 'push', id: 1, operations: [operation(`${world.hub.storage.storeId}-2`, 'a', 1)] })
  world.pass(10)
  expect(client.answers).toMatchObject([{ status: 'rejected', code: 'E_OP_ID_REUSED' }])
  state.setState('a', 1)
  expect(state.setState('a', 2).version).toBe(2)
})

test('P-51 a writer writes what its identity may write', () => {
  const authenticator = { authenticate: () => ({ name: 'till', patterns: ['till/**'] }) }
  const { world, client } = connected(new SyncWorld({ authenticator }))
  client.send({ type: 'push', id: 1, operations: [operation('a-1', 'till/1', 1), operation('a-2', 'office/1', 1)] })
  world.pass(10)
  expect(client.answers).toMatchObject([{ status: 'committed' }, { status: 'rejected', code: 'E_FORBIDDEN' }])
})
