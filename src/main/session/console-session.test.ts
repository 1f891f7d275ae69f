import { expect, onTestFinished, test } from 'vitest'
import { createMemoryStorage } from '../../../engine/adapters/memory-storage/index.ts'
import { systemRandom } from '../../../engine/adapters/system-random.ts'
import type { Caller } from '../../../engine/admin/calls/caller.ts'
import type { Storage } from '../../../engine/ports/storage.ts'
import { People } from '../../../engine/security/people.ts'
import { VirtualTime } from '../../../engine/testing/virtual-time.ts'
import { ConsoleSession } from './console-session.ts'
import type { Keychain, Remembered } from './keychain.ts'

const PASSWORD = 'correct horse battery'
const OTHER = 'staple of the stable'
const local: Caller = { actor: 'root', access: ['read', 'write', 'operate', 'audit', 'admin'], surface: 'console' }
const refusal = (code: string): unknown => expect.objectContaining({ code })

/** A keychain as the system's, or as none. */
function keychainOf(unfit?: string): Keychain & { kept: Remembered | undefined } {
  return {
    kept: undefined,
    unfit,
    recall() {
      return this.kept
    },
    keep(remembered) {
      this.kept = remembered
    },
    forget() {
      this.kept = undefined
    },
  }
}

function openPeople(storage: Storage, time = new VirtualTime()): People {
  return new People({ storage, clock: time, scheduler: time, random: systemRandom, note: () => undefined, passwordCost: 16 })
}

function opened(keychain = keychainOf()) {
  const storage = createMemoryStorage()
  const session = new ConsoleSession(keychain, local)
  session.attach(openPeople(storage))
  onTestFinished(() => session.attach(undefined))
  let moves = 0
  session.onChanged(() => moves++)
  return { storage, session, keychain, moves: () => moves }
}

test('V-320, I-7 until there is a user the computer’s account may do everything; then nobody may before they sign in', async () => {
  const { session, moves } = opened()
  expect([session.caller(), session.state().required]).toEqual([local, false])
  await session.setUp({ name: 'ann', password: PASSWORD })
  expect(session.caller()).toMatchObject({ actor: 'ann', access: local.access, surface: 'console' })
  expect(session.caller().policy).toBeUndefined()
  await expect(session.setUp({ name: 'eve', password: PASSWORD })).rejects.toThrow(refusal('E_USER_EXISTS'))
  const before = moves()
  expect(session.signOut()).toMatchObject({ required: true, ended: 'signed-out' })
  expect(moves()).toBe(before + 1)
  expect(() => session.caller()).toThrow(refusal('E_SIGNED_OUT'))
  expect([session.callerOrNobody(), session.anybody().access]).toEqual([undefined, []])
})

test('V-320 while the store is changed under it, nobody is let do more than before', async () => {
  const { session, storage } = opened()
  await session.setUp({ name: 'ann', password: PASSWORD })
  session.attach(undefined)
  expect(session.callerOrNobody()).toBeUndefined()
  session.attach(openPeople(storage))
  expect(session.state()).toMatchObject({ required: true })
  expect(session.callerOrNobody()).toBeUndefined()
})

test('V-322, I-14 whoever stays signed in is known at the next start, until they sign out or get another password', async () => {
  const { session, keychain, storage } = opened()
  await session.setUp({ name: 'ann', password: PASSWORD })
  await session.signIn({ name: 'ann', password: PASSWORD, stay: true })
  expect(keychain.kept?.secret).not.toContain(PASSWORD)
  const restarted = (): ConsoleSession => {
    const next = new ConsoleSession(keychain, local)
    next.attach(openPeople(storage))
    onTestFinished(() => next.attach(undefined))
    return next
  }
  expect(restarted().state()).toMatchObject({ user: { name: 'ann', by: 'device' }, stays: true })
  const second = restarted()
  await second.changePassword({ password: PASSWORD, next: OTHER })
  expect(restarted().state().user).toBeUndefined()
  expect(keychain.kept).toBeUndefined()
  const third = restarted()
  await third.signIn({ name: 'ann', password: OTHER, stay: true })
  third.signOut()
  expect(restarted().state()).toMatchObject({ required: true, stays: false })
})

test('V-322 without a keychain nobody stays signed in, and it is said why', async () => {
  const { session, keychain } = opened(keychainOf('There is no keychain.'))
  await session.setUp({ name: 'ann', password: PASSWORD })
  session.signOut()
  expect(session.state()).toMatchObject({ cannotStay: 'There is no keychain.', stays: false })
  await expect(session.signIn({ name: 'ann', password: PASSWORD, stay: true })).rejects.toThrow(refusal('E_KEYCHAIN'))
  expect(keychain.kept).toBeUndefined()
  expect(session.callerOrNobody()).toBeUndefined()
})

test('V-321 the page begins anew when what somebody may do is another, and not when nothing changed for them', async () => {
  const storage = createMemoryStorage()
  const people = openPeople(storage)
  const session = new ConsoleSession(keychainOf(), local)
  session.attach(people)
  onTestFinished(() => session.attach(undefined))
  await session.setUp({ name: 'ann', password: PASSWORD })
  people.roles.save({ name: 'clerk', description: '', access: ['read'], documents: { read: ['a/**'], write: [] } })
  await people.users.create({ name: 'vic', password: OTHER, roles: ['clerk'] }, 'ann')
  await session.signIn({ name: 'vic', password: OTHER })
  let moves = 0
  session.onChanged(() => moves++)
  people.roles.save({ name: 'other', description: '', access: ['read'], documents: { read: ['b/**'], write: [] } })
  await people.users.setPassword('ann', 'another one of them')
  expect(moves).toBe(0)
  people.roles.save({ name: 'clerk', description: '', access: ['read'], documents: { read: ['b/**'], write: [] } })
  expect(moves).toBe(1)
  expect(session.caller().policy?.mayRead('a/1')).toBe(false)
  people.users.setDisabled('vic', true)
  expect([moves, session.callerOrNobody()]).toEqual([2, undefined])
})
