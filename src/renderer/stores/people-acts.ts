import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { EffectivePermissions, SessionSettings, UserView } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { roleOf, type RoleForm } from '../people/people-words.ts'
import { usePeople } from './people.ts'
import { useSession } from './session.ts'

type Who = { readonly user: string } | { readonly roles: readonly string[] }

/** What is done about users and roles. Passwords and the code for emergencies are kept nowhere. */
export const usePeopleActs = defineStore('people-acts', () => {
  const people = usePeople()
  const session = useSession()
  /** The new code, until its window is closed. */
  const code = shallowRef<string>()
  const effective = shallowRef<EffectivePermissions>()

  /** The first user is signed in as soon as they are made: the page begins anew with them. */
  function createUser(request: { readonly name: string; readonly password: string; readonly roles: readonly string[] }) {
    const { name, password } = request
    const first = people.users?.length === 0
    return people.act(
      () => (first ? call('session.set-up', { name, password }) : call('people.create-user', request)),
      `${name} can sign in`,
    )
  }

  const setRoles = (name: string, roles: readonly string[]) =>
    people.act(() => call('people.set-roles', { name, roles }), `${name} has other roles now`)

  function setDisabled({ name, state }: UserView) {
    const disabled = state !== 'disabled'
    const done = disabled ? `${name} is let in nowhere any more` : `${name} is let in again`
    return people.act(() => call('people.set-disabled', { name, disabled }), done)
  }

  /** One's own password takes the old one: see the menu with one's name. */
  const setPassword = (name: string, password: string) =>
    people.act(() => call('people.set-password', { name, password }), `${name} has a new password`)
  const forget = (name: string) => people.act(() => call('people.forget-user', { name }), `${name} is off the list`)
  const saveRole = (form: RoleForm) =>
    people.act(() => call('people.save-role', roleOf(form)), `The role ${form.name.trim()} is in force`)
  const removeRole = (name: string) => people.act(() => call('people.remove-role', { name }), `The role ${name} is gone`)
  const setSessions = (settings: SessionSettings) =>
    people.act(() => call('people.set-sessions', settings), 'How long people stay signed in is changed')

  async function makeCode(): Promise<void> {
    const answer = await call('people.make-emergency-code', {})
    people.refusal = answer.ok ? undefined : answer.error
    if (answer.ok) code.value = answer.value.code
    await people.load()
    await session.load()
  }

  /** From then on nobody can be told the code again. */
  function putCodeAway(): void {
    code.value = undefined
  }

  async function look(key: string, who: Who): Promise<void> {
    const answer = await call('people.effective', { key, who })
    people.refusal = answer.ok ? undefined : answer.error
    effective.value = answer.ok ? answer.value : undefined
  }

  return {
    code,
    effective,
    createUser,
    setRoles,
    setDisabled,
    setPassword,
    forget,
    saveRole,
    removeRole,
    setSessions,
    makeCode,
    putCodeAway,
    look,
  }
})
