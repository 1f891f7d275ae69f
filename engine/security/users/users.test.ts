import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import { RoleDesk } from '../roles/role-desk.ts'
import { EmergencyAccess } from './emergency-access.ts'
import { afterFailure, isLocked, NO_TRIES } from './lock-out.ts'
import { hashPassword, isPassword } from './password.ts'
import { UserDesk } from './user-desk.ts'

const PASSWORD = 'correct horse battery'
const OTHER = 'staple of the stable'
const CHEAP = 2 ** 4
const refusal = (code: string, details = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

function openDesk(storage = createMemoryStorage(), time = new VirtualTime()) {
  const roles = new RoleDesk(storage)
  const desk = new UserDesk({ storage, clock: time, random: systemRandom, roles, passwordCost: CHEAP })
  return { storage, time, roles, desk }
}

async function withOwner() {
  const opened = openDesk()
  await opened.desk.create({ name: 'Ann', password: PASSWORD, roles: ['admin'] }, 'root')
  return opened
}

test('I-6 a user is known by their password, which is kept as what guessing it costs', async () => {
  const { desk, storage, time, roles } = await withOwner()
  expect(desk.required).toBe(true)
  expect(desk.list()).toEqual([
    {
      name: 'Ann',
      roles: ['admin'],
      createdAt: time.now(),
      createdBy: 'root',
      passwordAt: time.now(),
      devices: 0,
      state: 'active',
    },
  ])
  expect(await desk.verify('ann', PASSWORD)).toMatchObject({ name: 'Ann', signedInAt: time.now() })
  await expect(desk.verify('Ann', OTHER)).rejects.toThrow(refusal('E_SIGN_IN'))
  const again = new UserDesk({ storage, clock: time, random: systemRandom, roles, passwordCost: CHEAP })
  expect(await again.verify('ANN', PASSWORD)).toMatchObject({ name: 'Ann' })
  const kept = JSON.stringify([storage.records('access.users', { limit: 10 }), desk.list()])
  expect(kept).not.toContain(PASSWORD)
  expect(JSON.stringify(desk.list())).not.toContain('hash')
})

test('I-6 the same password has another hash each time, however it is typed', async () => {
  const [one, two] = [await hashPassword('Grüße aus Köln!', CHEAP), await hashPassword('Grüße aus Köln!', CHEAP)]
  expect(one.hash).not.toBe(two.hash)
  expect(await isPassword('Grüße aus Köln!'.normalize('NFD'), one)).toBe(true)
  expect(await isPassword('Grüsse aus Köln!', one)).toBe(false)
})

test('I-6 what is wrong with a user is told, and nothing is kept', async () => {
  const { desk, storage } = await withOwner()
  const creating = (change: object) => desk.create({ name: 'bob', password: OTHER, roles: ['viewer'], ...change }, 'Ann')
  for (const name of ['', ' bob', 'bob\u0007', 'x'.repeat(81), '-bob', 'a\u202Eb', 'Emergency'])
    await expect(creating({ name })).rejects.toThrow(refusal('E_OPTION', { path: 'name' }))
  for (const password of ['short', 'x'.repeat(257), 'aaaaaaaaaaaaaaaa', 'my name is bob, ok', `${'y'.repeat(20)}\uD800`])
    await expect(creating({ password })).rejects.toThrow(refusal('E_PASSWORD'))
  await expect(creating({ roles: ['boss'] })).rejects.toThrow(refusal('E_NO_ROLE', { path: 'roles.0' }))
  await expect(creating({ roles: [] })).rejects.toThrow(refusal('E_OPTION', { path: 'roles' }))
  await expect(creating({ name: 'ANN' })).rejects.toThrow(refusal('E_USER_EXISTS'))
  await expect(Promise.all([creating({}), creating({ name: 'BOB' })])).rejects.toThrow(refusal('E_USER_EXISTS'))
  expect(storage.records('access.users', { limit: 10 }).map(({ id }) => id)).toEqual(['ann', 'bob'])
})

test('I-11 there is always an admin who can let others in', async () => {
  const { desk } = openDesk()
  await expect(desk.create({ name: 'bob', password: OTHER, roles: ['viewer'] }, 'root')).rejects.toThrow(refusal('E_LAST_ADMIN'))
  await desk.create({ name: 'ann', password: PASSWORD, roles: ['admin'] }, 'root')
  const last = refusal('E_LAST_ADMIN', { name: 'ann' })
  for (const act of [() => desk.setRoles('ann', ['viewer']), () => desk.setDisabled('ann', true), () => desk.forget('ann')])
    expect(act).toThrow(last)
  await desk.create({ name: 'eve', password: OTHER, roles: ['admin'] }, 'ann')
  desk.setDisabled('eve', true)
  expect(() => desk.forget('ann')).toThrow(last)
  desk.setDisabled('eve', false)
  desk.forget('ann')
  expect(desk.list().map(({ name }) => name)).toEqual(['eve'])
})

test('I-8 guessers wait longer and longer, also for names that nobody has', async () => {
  const { desk, time, storage, roles } = await withOwner()
  const attempt = async (name: string, password = OTHER): Promise<string> =>
    desk.verify(name, password).then(
      () => 'in',
      (error: unknown) => (error as { code: string }).code,
    )
  for (const name of ['ann', 'nobody']) {
    const codes: string[] = []
    for (let i = 0; i < 6; i++) codes.push(await attempt(name))
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'E_SIGN_IN'), 'E_LOCKED'])
  }
  expect(await attempt('ann', PASSWORD)).toBe('E_LOCKED')
  expect(desk.list()[0]).toMatchObject({ state: 'locked', lockedUntil: time.now() + 30_000 })
  // A restart forgets nothing.
  const again = new UserDesk({ storage, clock: time, random: systemRandom, roles, passwordCost: CHEAP })
  await expect(again.verify('ann', PASSWORD)).rejects.toThrow(refusal('E_LOCKED', { until: time.now() + 30_000 }))
  time.advance(30_000)
  expect(await attempt('ann')).toBe('E_SIGN_IN')
  expect(desk.list()[0]).toMatchObject({ lockedUntil: time.now() + 60_000 })
  time.advance(60_000)
  expect(await attempt('ann', PASSWORD)).toBe('in')
  expect(desk.list()[0]).toMatchObject({ state: 'active' })
})

test('I-8 a wait is never longer than an hour, and grows with every wrong try', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), (times) => {
      let [tries, last] = [NO_TRIES, 0]
      for (let i = 0; i < times; i++) {
        tries = afterFailure(tries, 0)
        const wait = tries.lockedUntil ?? 0
        expect(wait).toBeLessThanOrEqual(3_600_000)
        expect(wait >= last && isLocked(tries, wait - 1) === wait > 0).toBe(true)
        last = wait
      }
    }),
  )
})

test('I-14 a computer is known by a secret of its own until the password changes', async () => {
  const { desk, storage } = await withOwner()
  const secret = desk.trustDevice('Ann')
  expect(desk.verifyDevice('ann', secret)).toMatchObject({ name: 'Ann', devices: 1 })
  expect(JSON.stringify(storage.records('access.users', { limit: 10 }))).not.toContain(secret)
  for (const wrong of ['', `${secret}x`, PASSWORD]) expect(desk.verifyDevice('Ann', wrong)).toBeUndefined()
  await desk.setPassword('Ann', OTHER)
  expect(desk.verifyDevice('Ann', secret)).toBeUndefined()
  const next = desk.trustDevice('Ann')
  desk.forgetDevice('Ann', next)
  expect(desk.verifyDevice('Ann', next)).toBeUndefined()
})

test('I-10 the code for emergencies lets somebody in once, with a reason', () => {
  const storage = createMemoryStorage()
  const time = new VirtualTime()
  const emergency = new EmergencyAccess({ storage, clock: time, random: systemRandom })
  const why = 'no admin can be reached'
  expect(emergency.state).toBeUndefined()
  expect(() => emergency.use('srvra-emergency-x', why)).toThrow(refusal('E_SIGN_IN'))
  const old = emergency.make('ann').code
  const { code } = emergency.make('ann')
  expect(JSON.stringify(storage.records('access.emergency', { limit: 10 }))).not.toContain(code.slice(20))
  expect(() => emergency.use(code, 'short')).toThrow(refusal('E_OPTION', { path: 'reason' }))
  for (const wrong of [old, '', `${code}x`, code.toUpperCase()])
    expect(() => emergency.use(wrong, why)).toThrow(refusal('E_SIGN_IN'))
  expect(emergency.use(` ${code}\n`, why)).toEqual({ madeAt: time.now(), madeBy: 'ann', usedAt: time.now(), reason: why })
  expect(() => emergency.use(code, why)).toThrow(refusal('E_SIGN_IN'))
})
