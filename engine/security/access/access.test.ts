import { expect, onTestFinished, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { SrvraDataSync } from '../../index.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { operation, SyncWorld } from '../../testing/sync-fixture.ts'
import { until } from '../../testing/until.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Storage } from '../../ports/storage.ts'
import { RoleDesk } from '../roles/role-desk.ts'
import { TokenDesk } from './token-desk.ts'

const DAY_MS = 86_400_000
const deskOf = (storage: Storage, clock: Clock): TokenDesk =>
  new TokenDesk({ storage, clock, random: systemRandom, roles: new RoleDesk(storage) })
const refusal = (code: string, details = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

function openDesk(storage = createMemoryStorage()) {
  const time = new VirtualTime()
  const desk = deskOf(storage, time)
  const shows = (token: string | undefined) => desk.authenticate({ token, replica: 'r', remoteAddress: '10.0.0.7' })
  return { storage, time, desk, shows }
}

test('W-1 the text is told once, and what is kept is a hash', () => {
  const { storage, desk } = openDesk()
  const { token, text } = desk.issue({ name: 'shop-7', patterns: ['shop/7/**'], expires: '90days' }, 'ann')
  expect(text).toMatch(/^srvra_[\w-]{12}\.[\w-]{43}$/)
  expect(token).toMatchObject({ name: 'shop-7', patterns: ['shop/7/**'], write: true, createdBy: 'ann', state: 'valid' })
  const kept = JSON.stringify(storage.records('access.tokens', { limit: 10 }))
  const secret = text.slice(text.indexOf('.') + 1)
  expect(kept).toContain('shop-7')
  for (const told of [kept, JSON.stringify(token), JSON.stringify(desk.list())]) expect(told).not.toContain(secret)
  expect(JSON.stringify(desk.list())).not.toContain('hash')
})

test('W-2 a token lets in who shows it, until it is revoked or expires, also after a restart', () => {
  const { storage, time, desk, shows } = openDesk()
  const forGood = desk.issue({ name: 'ann' }, 'op')
  const reader = desk.issue({ name: 'bob', patterns: ['a/**'], write: false, expires: '2days' }, 'op')
  expect(shows(forGood.text)).toEqual({ name: 'ann', grant: forGood.token.id, write: true })
  expect(shows(reader.text)).toMatchObject({ name: 'bob', patterns: ['a/**'], write: false, expiresAt: time.now() + 2 * DAY_MS })
  const again = deskOf(storage, time)
  const showsAgain = (token: string) => again.authenticate({ token, replica: 'r', remoteAddress: 'x' })
  expect(showsAgain(reader.text)?.name).toBe('bob')
  time.advance(2 * DAY_MS)
  expect([showsAgain(reader.text), showsAgain(forGood.text)?.name]).toEqual([undefined, 'ann'])
  again.revoke(forGood.token.id, 'op')
  expect(showsAgain(forGood.text)).toBeUndefined()
  expect(
    again
      .list()
      .map(({ state }) => state)
      .toSorted(),
  ).toEqual(['expired', 'revoked'])
})

test('W-2 whatever else is shown lets nobody in', () => {
  const { desk, shows } = openDesk()
  const { text, token } = desk.issue({ name: 'ann' }, 'op')
  const other = desk.issue({ name: 'bob' }, 'op').text
  const secretOf = (shown: string) => shown.slice(shown.indexOf('.') + 1)
  const wrong = [
    undefined,
    '',
    'srvra_',
    token.id,
    `${text} `,
    text.toUpperCase(),
    text.slice(0, -1),
    `srvra_${token.id}.${secretOf(other)}`,
    `srvra_${'x'.repeat(12)}.${secretOf(text)}`,
    `srvra___proto____.${secretOf(text)}`,
    'x'.repeat(1_000_000),
  ]
  for (const shown of wrong) expect(shows(shown)).toBeUndefined()
  expect(shows(text)?.name).toBe('ann')
})

test('W-2 that a token is used is noted to the minute', () => {
  const { time, desk, shows, storage } = openDesk()
  const { text } = desk.issue({ name: 'ann' }, 'op')
  const begun = time.now()
  shows(text)
  time.advance(30_000)
  shows(text)
  expect(desk.list()[0]).toMatchObject({ usedAt: begun, usedFrom: '10.0.0.7' })
  time.advance(31_000)
  const bulk = storage.beginBulk()
  expect(shows(text)?.name).toBe('ann')
  bulk.abandon()
  expect(desk.list()[0]?.usedAt).toBe(time.now())
})

test('W-5 what is no name, pattern or duration is refused, and a token that lets somebody in stays', () => {
  const { desk } = openDesk()
  expect(() => desk.issue({ name: ' ' }, 'op')).toThrow(refusal('E_OPTION', { path: 'name' }))
  expect(() => desk.issue({ name: 'a\u0007' }, 'op')).toThrow(refusal('E_OPTION', { path: 'name' }))
  expect(() => desk.issue({ name: 'x'.repeat(201) }, 'op')).toThrow(refusal('E_OPTION'))
  expect(() => desk.issue({ name: 'a', patterns: [] }, 'op')).toThrow(refusal('E_OPTION', { path: 'patterns' }))
  expect(() => desk.issue({ name: 'a', patterns: ['a/**', ''] }, 'op')).toThrow(refusal('E_OPTION', { path: 'patterns.1' }))
  expect(() => desk.issue({ name: 'a', expires: 'soon' }, 'op')).toThrow(refusal('E_DURATION'))
  expect(desk.unused).toBe(true)
  const { id } = desk.issue({ name: 'a' }, 'op').token
  expect(() => desk.forget(id)).toThrow(refusal('E_TOKEN_VALID'))
  desk.revoke(id, 'op')
  expect(desk.revoke(id, 'another')).toMatchObject({ revokedBy: 'op' })
  desk.forget(id)
  expect(() => desk.revoke(id, 'op')).toThrow(refusal('E_NO_TOKEN'))
})

test('W-3, P-153 revoking ends connections at once, and what was not sent stays with the replica', () => {
  const storage = createMemoryStorage()
  const world = new SyncWorld()
  const desk = deskOf(storage, world.time)
  world.restartHub({ authenticator: desk })
  const [one, two] = [desk.issue({ name: 'one' }, 'op'), desk.issue({ name: 'two' }, 'op')]
  const clients = [one, two].map(({ text, token }) => {
    const client = world.connect(token.name)
    client.hello({ token: text, replica: token.name })
    return client
  })
  world.pass(10)
  desk.revoke(one.token.id, 'op')
  clients[0]?.send({ type: 'push', id: 1, operations: [operation('one-1', 'k', 1)] })
  world.pass(10)
  expect(clients.map((client) => client.closing?.code)).toEqual([4401, undefined])
  expect(clients[0]?.error).toBe('E_UNAUTHENTICATED')
  expect(world.hub.storage.head().seq).toBe(0)
})

test('W-3, P-153 a token that expires ends connections then, however far ahead that is', () => {
  const world = new SyncWorld()
  const desk = deskOf(createMemoryStorage(), world.time)
  world.restartHub({ authenticator: desk })
  const { text } = desk.issue({ name: 'one', expires: '3h' }, 'op')
  const client = world.connect('one')
  client.hello({ token: text, replica: 'one' })
  world.pass(10)
  const alive = setPings(world, client)
  world.pass(3 * 3_600_000 - 20)
  expect(client.closing).toBeUndefined()
  world.pass(20)
  expect(client.closing).toMatchObject({ code: 4401 })
  alive.stop = true
})

/** A client that is alive, as a replica is: it says so every ten seconds. */
function setPings(world: SyncWorld, client: ReturnType<SyncWorld['connect']>): { stop: boolean } {
  const state = { stop: false }
  const again = (): void => {
    if (state.stop || client.closing) return
    client.send({ type: 'ping', t: 1 })
    world.time.after(10_000, again)
  }
  again()
  return state
}

test('W-3, W-4, W-6 a replica is let in by an issued token, ends when that is revoked, and goes on with another one', async () => {
  const hub = new SrvraDataSync({ listen: { port: 0 }, audit: { enabled: true } })
  onTestFinished(() => hub.close())
  const state = await hub.listening
  const url = state.status === 'listening' ? state.url : ''
  const join = (token?: string) => {
    const replica = new SrvraDataSync({ nodes: [url], retryAttempts: 1, ...(token === undefined ? {} : { token }) })
    onTestFinished(() => replica.close())
    return replica
  }
  const open = join()
  await until(() => open.connection.status === 'SYNCED')
  const { text, token } = hub.access.issue({ name: 'shop', patterns: ['shop/**'] }, 'ann')
  const shop = join(text)
  shop.setState('shop/1', 1)
  shop.setState('office/1', 1)
  await until(() => hub.getState('shop/1') === 1)
  expect(hub.getState('office/1')).toBeUndefined()
  hub.access.revoke(token.id, 'ann')
  await until(() => shop.connection.status === 'ERROR')
  shop.setState('shop/2', 2)
  // Since there are tokens nobody is let in without one.
  const stranger = join()
  await until(() => stranger.connection.status === 'ERROR')
  expect(hub.getState('shop/2')).toBeUndefined()
  await until(() => [...(hub.audit?.walk({ action: 'client.connect' }) ?? [])].flat().length >= 3)
  const asked = [...(hub.audit?.walk({ action: 'client.connect' }) ?? [])].flat()
  expect(asked.map(({ actor, outcome, code }) => [actor, outcome, code])).toEqual([
    ['local', 'done', undefined],
    ['shop', 'done', undefined],
    ['unknown', 'refused', 'E_UNAUTHENTICATED'],
  ])
})

test('W-6 tokens take the right to say who may do what, and are on record', async () => {
  const engine = new SrvraDataSync({ audit: { enabled: true } })
  onTestFinished(() => engine.close())
  const { call } = createAdminFixture({ access: engine.access, audit: engine })
  const operator = { actor: 'op', access: ['read', 'write', 'operate', 'audit'] } as const
  await expect(call('access.tokens', {}, operator)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  await expect(call('access.issue', { name: 'x' }, operator)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  const { token, text } = await call('access.issue', { name: 'shop', write: false })
  await call('access.revoke', { id: token.id })
  await call('access.forget', { id: token.id })
  expect(await call('access.tokens', {})).toEqual([])
  const entries = [...(engine.audit?.walk({ action: 'access.' }) ?? [])].flat()
  expect(entries.map(({ action, outcome, target, details }) => [action, outcome, target, details])).toEqual([
    ['access.tokens', 'refused', undefined, undefined],
    ['access.issue', 'refused', 'x', undefined],
    ['access.issue', 'done', 'shop', { write: false }],
    ['access.revoke', 'done', token.id, undefined],
    ['access.forget', 'done', token.id, undefined],
  ])
  expect(JSON.stringify(entries)).not.toContain(text.slice(-20))
})
