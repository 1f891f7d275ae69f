import { expect, onTestFinished, test } from 'vitest'
import { SrvraDataSync } from '../../index.ts'
import { createAdminFixture } from '../../testing/admin-fixture.ts'
import { isAdminCommand } from '../admin-service.ts'
import type { Access, Caller } from '../calls/caller.ts'
import { adminRules } from '../schemas/index.ts'

const ROLES = ['admin', 'operator', 'auditor', 'viewer', 'clerk', 'nobody'] as const
const COMMANDS = Object.keys(adminRules).filter(isAdminCommand)

/** An engine with people, tokens and an audit, and its administration. */
function administered() {
  const engine = new SrvraDataSync({ audit: { enabled: true } })
  onTestFinished(() => engine.close())
  const { storage, stateManager, eventBus, people, access } = engine
  people.roles.save({
    name: 'clerk',
    description: 'Keeps the stock of one shop.',
    access: ['read', 'write'],
    documents: { read: ['shop/7/**'], write: ['shop/7/stock/**'], hide: [{ pattern: '**', fields: ['/cost'] }] },
  })
  people.roles.save({ name: 'nobody', description: '', access: ['read'], documents: { read: [], write: [] } })
  stateManager.setState('shop/7/stock/a', { n: 1, cost: 2 })
  stateManager.setState('office/a', { n: 1 })
  const fixture = createAdminFixture({
    engine: { storage, stateManager, eventBus, hash: (text) => text, limits: engine.options.limits },
    people,
    access,
    audit: engine,
  })
  const callerOf = (role: string): Caller => ({ actor: role, ...people.roles.permissionsOf([role]) })
  return { ...fixture, engine, storage, callerOf }
}

test('I-12 every role fares with every command as its access says, and what is refused changes nothing', async () => {
  const { engine, storage, callerOf, call } = administered()
  const [digest, head] = [storage.digest(), storage.head().seq]
  const verdicts: Record<string, number> = {}
  for (const role of ROLES) {
    const caller = callerOf(role)
    for (const command of COMMANDS) {
      // Refused for what is wrong with it, or not at all: the gate asks for permission before it looks at anything else.
      const malformed = { 'no such member': true } as never
      const failure = await call(command, malformed, caller).then(
        () => undefined,
        (error: unknown) => (error as { code: string }).code,
      )
      const permitted = caller.access.includes(adminRules[command].access)
      expect([role, command, failure]).toEqual([role, command, permitted ? 'E_SCHEMA' : 'E_FORBIDDEN'])
      verdicts[role] = (verdicts[role] ?? 0) + (permitted ? 1 : 0)
    }
  }
  expect(verdicts['admin']).toBe(COMMANDS.length)
  expect(verdicts['viewer']).toBe(COMMANDS.filter((command) => adminRules[command].access === 'read').length)
  expect([storage.digest(), storage.head().seq]).toEqual([digest, head])
  expect(engine.audit?.last).toBeGreaterThan(COMMANDS.length)
})

test('I-12 whoever may not write causes no write by any command that they may use', async () => {
  const { storage, callerOf, call } = administered()
  const [digest, head] = [storage.digest(), storage.head().seq]
  const wellFormed: readonly unknown[] = [
    {},
    { key: 'office/a' },
    { key: 'office/a', text: '2', baseVersion: 1 },
    { key: 'office/a', version: 1, baseVersion: 1, expectedCount: 1 },
    { keys: ['office/a'], expectedCount: 1, add: ['x'], remove: [] },
    { fromSeq: 1, toSeq: 2 },
    { name: 'clerk' },
    { id: 'x' },
    { filter: '', sort: 'key', descending: false },
  ]
  for (const role of ['viewer', 'auditor', 'nobody']) {
    for (const command of COMMANDS)
      for (const args of wellFormed) await call(command, args as never, callerOf(role)).catch(() => undefined)
  }
  expect([storage.digest(), storage.head().seq]).toEqual([digest, head])
})

test('I-12 each kind of write is bounded by the keys of a role', async () => {
  const { storage, callerOf, call } = administered()
  const clerk = callerOf('clerk')
  const write = (key: string, baseVersion: number) => call('documents.set', { key, text: '{"n":5}', baseVersion }, clerk)
  await expect(write('shop/7/stock/a', 1)).resolves.toMatchObject({ version: 2 })
  for (const key of ['shop/7/prices', 'office/a', 'shop/70/stock/a', 'shop/7/stock']) {
    await expect(write(key, 0)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
    await expect(call('documents.delete', { key, baseVersion: 0 }, clerk)).rejects.toMatchObject({ code: 'E_FORBIDDEN' })
  }
  expect(storage.read('shop/7/stock/a')?.value).toEqual({ n: 5, cost: 2 })
})

test('I-13 what somebody may do with a key is told with what each role says of it', async () => {
  const { call, engine } = administered()
  const effective = (key: string, roles: readonly string[]) => call('people.effective', { key, who: { roles } })
  expect(await effective('shop/7/stock/a', ['clerk', 'nobody'])).toEqual({
    access: ['read', 'write'] satisfies Access[],
    read: true,
    write: true,
    hidden: ['/cost'],
    roles: [
      { name: 'clerk', read: true, write: true },
      { name: 'nobody', read: false, write: false },
    ],
  })
  expect(await effective('office/a', ['clerk'])).toMatchObject({ read: false, write: false })
  const { token } = engine.access.issue({ name: 'till', role: 'clerk' }, 'op')
  expect(await call('people.effective', { key: 'shop/7/x', who: { token: token.id } })).toMatchObject({ read: true, write: false })
  const plain = engine.access.issue({ name: 'till', patterns: ['a/**'], write: false }, 'op').token
  expect(await call('people.effective', { key: 'a/1', who: { token: plain.id } })).toMatchObject({ read: true, write: false })
  engine.access.revoke(plain.id, 'op')
  expect(await call('people.effective', { key: 'a/1', who: { token: plain.id } })).toMatchObject({ read: false })
  await expect(effective('a', ['gone'])).rejects.toMatchObject({ code: 'E_NO_ROLE' })
})
