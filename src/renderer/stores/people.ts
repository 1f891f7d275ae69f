import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, PeopleOverview, RoleView, UserView } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

/** What is open to be filled in. */
export type PeopleForm =
  | { readonly what: 'new-user' }
  | { readonly what: 'roles'; readonly user: UserView }
  | { readonly what: 'password'; readonly user: UserView }
  | { readonly what: 'forget'; readonly user: UserView }
  | { readonly what: 'role'; readonly role: RoleView | undefined }
  | { readonly what: 'remove-role'; readonly role: RoleView }
  | { readonly what: 'sessions' }
  | { readonly what: 'emergency' }
  | { readonly what: 'effective' }

/** Who may work here, and what is being changed about it. */
export const usePeople = defineStore('people', () => {
  const toasts = useToasts()
  const overview = shallowRef<PeopleOverview>()
  const roles = shallowRef<readonly RoleView[]>()
  const failure = shallowRef<Failure>()
  const form = shallowRef<PeopleForm>()
  const busy = ref(false)
  const refusal = shallowRef<Failure>()

  const users = computed(() => overview.value?.users)
  const roleNames = computed(() => (roles.value ?? []).map(({ name }) => name))

  async function load(): Promise<void> {
    const [people, all] = await Promise.all([call('people.overview', {}), call('people.roles', {})])
    failure.value = people.ok ? (all.ok ? undefined : all.error) : people.error
    if (people.ok) overview.value = people.value
    if (all.ok) roles.value = all.value
  }

  function open(next: PeopleForm | undefined): void {
    refusal.value = undefined
    form.value = next
  }

  /** Does what the open form is about; closes it when that went well. */
  async function act(ask: () => Promise<{ ok: true } | { ok: false; error: Failure }>, done: string): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    const answer = await ask()
    busy.value = false
    refusal.value = answer.ok ? undefined : answer.error
    if (!answer.ok) {
      if (form.value === undefined) toasts.failed('This cannot be done', answer.error)
      return false
    }
    form.value = undefined
    toasts.show({ title: done, tone: 'ok' })
    await load()
    return true
  }

  return { overview, users, roles, roleNames, failure, form, busy, refusal, load, open, act }
})
