import { expect, onTestFinished, test } from 'vitest'
import { createMemoryStorage } from '../../adapters/memory-storage/index.ts'
import { systemRandom } from '../../adapters/system-random.ts'
import { VirtualTime } from '../../testing/virtual-time.ts'
import type { AuditNote } from '../audit/audit-entry.ts'
import { People } from '../people.ts'

const PASSWORD = 'correct horse battery'
const OTHER = 'staple of the stable'
const refusal = (code: string, details = {}): unknown =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

/** A seat at an engine with an admin and a viewer. */
async function seated() {
  const time = new VirtualTime()
  const notes: AuditNote[] = []
  const storage = createMemoryStorage()
  const note = (about: AuditNote): void => void notes.push(about)
  const people = new People({ storage, clock: time, scheduler: time, random: systemRandom, note, passwordCost: 16 })
  await people.users.create({ name: 'ann', password: PASSWORD, roles: ['admin'] }, 'root')
  await people.users.create({ name: 'vic', password: OTHER, roles: ['viewer'] }, 'ann')
  const seat = people.openSeat('console')
  onTestFinished(() => seat.close())
  const told: unknown[] = []
  seat.onChanged((cause) => told.push(cause ?? 'changed'))
  return { time, notes, people, seat, told }
}

test('I-7 nobody may do anything at a seat before they sign in, nor after they left', async () => {
  const { seat, told, notes } = await seated()
  expect(() => seat.permissions()).toThrow(refusal('E_SIGNED_OUT'))
  await expect(seat.signIn('vic', PASSWORD)).rejects.toThrow(refusal('E_SIGN_IN'))
  await seat.signIn('vic', OTHER)
  expect(seat.permissions()).toMatchObject({ user: 'vic', access: ['read'] })
  await seat.signIn('ann', PASSWORD)
  expect(seat.permissions()).toMatchObject({ user: 'ann', access: expect.arrayContaining(['admin']) })
  seat.signOut()
  expect(() => seat.permissions()).toThrow(refusal('E_SIGNED_OUT'))
  expect(told).toEqual(['changed', 'replaced', 'changed', 'signed-out'])
  expect(notes.map(({ action, actor, outcome, code }) => [action, actor, outcome, code])).toEqual([
    ['session.sign-in', 'vic', 'refused', 'E_SIGN_IN'],
    ['session.sign-in', 'vic', 'done', undefined],
    ['session.sign-out', 'vic', 'done', undefined],
    ['session.sign-in', 'ann', 'done', undefined],
    ['session.sign-out', 'ann', 'done', undefined],
  ])
  expect(JSON.stringify(notes)).not.toContain(PASSWORD)
})

test('I-7 whoever does nothing is signed out, and everybody after the longest time', async () => {
  const { seat, told, time, people } = await seated()
  people.setSessions({ idle: '5min', longest: '1h' })
  await seat.signIn('ann', PASSWORD)
  for (let minute = 0; minute < 4; minute++) time.advance(60_000)
  seat.touch()
  time.advance(4 * 60_000)
  expect(seat.current?.user).toBe('ann')
  time.advance(60_000)
  // By itself, not at the next call.
  expect(told.at(-1)).toBe('idle')
  await seat.signIn('ann', PASSWORD)
  for (let minute = 0; minute < 60; minute++) {
    seat.touch()
    time.advance(60_000)
  }
  expect(told.at(-1)).toBe('too-long')
  expect(() => people.setSessions({ idle: '10s', longest: '1h' })).toThrow(refusal('E_OPTION', { path: 'idle' }))
  expect(() => people.setSessions({ idle: '2h', longest: '1h' })).toThrow(refusal('E_OPTION', { path: 'longest' }))
  expect(() => people.setSessions({ idle: 'soon', longest: '1h' })).toThrow(refusal('E_DURATION'))
})

test('I-7 what is taken from a user is taken at once', async () => {
  const { seat, people, told } = await seated()
  await seat.signIn('vic', OTHER)
  people.roles.save({ name: 'clerk', description: '', access: ['read', 'write'], documents: { read: ['a/**'], write: ['a/**'] } })
  people.users.setRoles('vic', ['clerk'])
  expect(told.at(-1)).toBe('rights-changed')
  expect(() => seat.permissions()).toThrow(refusal('E_SIGNED_OUT'))
  await seat.signIn('vic', OTHER)
  expect(seat.permissions().policy.mayRead('b/1')).toBe(false)
  people.roles.save({ name: 'clerk', description: '', access: ['read'], documents: { read: ['b/**'], write: [] } })
  expect([seat.permissions().policy.mayRead('b/1'), seat.permissions().access]).toEqual([true, ['read']])
  people.users.setDisabled('vic', true)
  expect(() => seat.permissions()).toThrow(refusal('E_SIGNED_OUT'))
  await expect(seat.signIn('vic', OTHER)).rejects.toThrow(refusal('E_SIGN_IN'))
})

test('I-10 emergency access is for an hour, with everything allowed, and loud on record', async () => {
  const { seat, people, notes, time, told } = await seated()
  const { code } = people.emergency.make('ann')
  expect(() => seat.enterByEmergency('srvra-emergency-no', 'no admin can be reached')).toThrow(refusal('E_SIGN_IN'))
  const entered = seat.enterByEmergency(code, 'no admin can be reached')
  expect(entered).toMatchObject({ user: 'emergency', by: 'emergency', until: time.now() + 3_600_000 })
  expect(seat.permissions().access).toContain('admin')
  expect(notes).toMatchObject([
    { action: 'session.emergency', outcome: 'refused', actor: 'unknown', code: 'E_SIGN_IN' },
    { action: 'session.emergency', outcome: 'done', actor: 'emergency', details: { reason: 'no admin can be reached' } },
  ])
  for (let minute = 0; minute < 60; minute++) {
    seat.touch()
    time.advance(60_000)
  }
  expect(told.at(-1)).toBe('too-long')
})

test('I-14 whom this computer remembers comes in without a password', async () => {
  const { seat, people, notes } = await seated()
  const secret = people.users.trustDevice('vic')
  expect(seat.resume('vic', 'something else')).toBeUndefined()
  expect(seat.resume('vic', secret)).toMatchObject({ user: 'vic', by: 'device' })
  expect(seat.permissions().access).toEqual(['read'])
  expect(notes.map(({ outcome }) => outcome)).toEqual(['refused', 'done'])
})
