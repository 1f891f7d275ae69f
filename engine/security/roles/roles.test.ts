import { expect, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { SyncWorld } from '../../testing/sync-fixture.ts'
import { TokenDesk } from '../access/token-desk.ts'
import { BUILT_IN_ROLES } from './role.ts'
import type { Role } from './role.ts'
import { RoleDesk } from './role-desk.ts'

const refusal = (code: string, details = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const clerk: Role = {
  name: 'clerk',
  description: 'Keeps the stock.',
  access: ['read', 'write'],
  documents: { read: ['shop/**'], write: ['shop/stock/**'], hide: [{ pattern: 'shop/staff/*', fields: ['/wage'] }] },
}

test('I-1 the roles that come with the engine allow what their names say, and stay as they are', () => {
  const desk = new RoleDesk(createMemoryStorage())
  expect(desk.list().map(({ name, access, builtIn }) => [name, access.join(' '), builtIn])).toEqual([
    ['admin', 'read write operate audit admin', true],
    ['operator', 'read write operate', true],
    ['auditor', 'read audit', true],
    ['viewer', 'read', true],
  ])
  for (const { name } of BUILT_IN_ROLES) {
    expect(() => desk.save({ ...clerk, name })).toThrow(refusal('E_OPTION', { path: 'name' }))
    expect(() => desk.remove(name)).toThrow(refusal('E_OPTION'))
  }
  const viewer = desk.permissionsOf(['viewer']).policy
  expect([viewer.readsAll, viewer.mayWrite('a')]).toEqual([true, false])
})

test('I-2 a role is kept, written anew and removed while nobody has it', () => {
  const storage = createMemoryStorage()
  const desk = new RoleDesk(storage)
  let user: string | undefined = 'ann'
  desk.usedBy((role) => (role === 'clerk' ? user : undefined))
  desk.save(clerk)
  const before = desk.permissionsOf(['clerk'])
  expect(desk.permissionsOf(['clerk'])).toBe(before)
  expect(new RoleDesk(storage).list().at(-1)).toEqual({ ...clerk, builtIn: false })
  desk.save({ ...clerk, access: ['read'] })
  expect(desk.permissionsOf(['clerk']).policy.mayWrite('shop/stock/1')).toBe(false)
  expect(before.policy.mayWrite('shop/stock/1')).toBe(true)
  expect(() => desk.remove('clerk')).toThrow(refusal('E_ROLE_IN_USE', { user: 'ann' }))
  user = undefined
  desk.remove('clerk')
  expect(() => desk.remove('clerk')).toThrow(refusal('E_NO_ROLE'))
  expect(new RoleDesk(storage).list()).toHaveLength(4)
  expect(desk.permissionsOf(['clerk'])).toMatchObject({ access: [] })
})

test('I-2 what is wrong with a role is told with its path', () => {
  const desk = new RoleDesk(createMemoryStorage())
  const saving = (change: Partial<Role>) => () => desk.save({ ...clerk, ...change })
  for (const name of ['', 'Clerk', '1st', 'a b', 'x'.repeat(41), '__proto__'])
    expect(saving({ name })).toThrow(refusal('E_OPTION', { path: 'name' }))
  expect(saving({ access: ['write'] })).toThrow(refusal('E_OPTION', { path: 'access' }))
  expect(saving({ access: ['read', 'all' as 'read'] })).toThrow(refusal('E_OPTION', { path: 'access.1' }))
  expect(saving({ documents: { read: ['a', ''], write: [] } })).toThrow(refusal('E_OPTION', { path: 'documents.read.1' }))
  expect(saving({ documents: { read: ['**'], write: [], hide: [{ pattern: '**', fields: [] }] } })).toThrow(refusal('E_OPTION'))
  expect(saving({ documents: { read: ['**'], write: [], hide: [{ pattern: '**', fields: ['ssn'] }] } })).toThrow(
    refusal('E_POINTER'),
  )
  for (let i = 4; i < 100; i++) desk.save({ ...clerk, name: `role-${i}` })
  expect(saving({ name: 'one-more' })).toThrow(refusal('E_ROLE_LIMIT'))
})

test('I-9 what a token with a role may do changes with the role, also while it is connected', () => {
  const world = new SyncWorld()
  const storage = createMemoryStorage()
  const roles = new RoleDesk(storage)
  const desk = new TokenDesk({ storage, clock: world.time, random: systemRandom, roles })
  world.restartHub({ authenticator: desk })
  roles.save(clerk)
  expect(() => desk.issue({ name: 'till', role: 'clerk', patterns: ['**'] }, 'op')).toThrow(refusal('E_OPTION', { path: 'role' }))
  expect(() => desk.issue({ name: 'till', role: 'boss' }, 'op')).toThrow(refusal('E_NO_ROLE'))
  const { text } = desk.issue({ name: 'till', role: 'clerk' }, 'op')
  expect(() => roles.remove('clerk')).toThrow(refusal('E_ROLE_IN_USE', { user: 'till' }))
  world.hub.state.setState('shop/stock/1', 1)
  world.hub.state.setState('shop/staff/ann', { wage: 1 })
  world.hub.state.setState('office/1', 1)
  const till = world.join('till', { token: text })
  world.pass()
  const held = () =>
    ['shop/stock/1', 'shop/stock/2', 'shop/staff/ann', 'office/1'].filter((key) => till.state.getState(key) !== undefined)
  expect([held(), till.replica.state.status]).toEqual([['shop/stock/1'], 'SYNCED'])
  till.state.setState('shop/stock/2', 2)
  till.state.setState('shop/sign', 'open')
  world.pass()
  expect([world.hub.state.getState('shop/stock/2'), world.hub.state.getState('shop/sign')]).toEqual([2, undefined])
  roles.save({ ...clerk, documents: { read: ['shop/**', 'office/**'], write: [] } })
  world.pass()
  // What is newly in reach comes whole, however long ago it was written.
  expect(held()).toEqual(['shop/stock/1', 'shop/stock/2', 'shop/staff/ann', 'office/1'])
  till.state.setState('shop/stock/1', 3)
  world.pass()
  expect(world.hub.state.getState('shop/stock/1')).toBe(1)
  roles.save({ ...clerk, documents: { read: ['office/**'], write: [] } })
  world.pass()
  // What is out of reach now goes.
  expect(held()).toEqual(['office/1'])
  expect(world.failures).toEqual([])
})
