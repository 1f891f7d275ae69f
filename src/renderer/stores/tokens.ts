import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { requestOf, roleChoicesOf, type TokenForm } from '../access/token-words.ts'
import type { AccessTokenView, Failure, IssuedToken, RoleView } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

/** Tokens that let apps in. The text of a new one is here until its window is closed, and nowhere else. // V-311 */
export const useTokens = defineStore('tokens', () => {
  const toasts = useToasts()
  const tokens = shallowRef<readonly AccessTokenView[]>()
  const failure = shallowRef<Failure>()
  const creating = ref(false)
  const busy = ref(false)
  const refusal = shallowRef<Failure>()
  const issued = shallowRef<IssuedToken>()
  /** The one that is asked about before it is revoked. */
  const revoking = shallowRef<AccessTokenView>()

  const roles = shallowRef<readonly RoleView[]>([])
  const roleChoices = computed(() => roleChoicesOf(roles.value))

  const valid = computed(() => tokens.value?.filter(({ state }) => state === 'valid').length ?? 0)

  async function load(): Promise<void> {
    const answer = await call('access.tokens', {})
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) tokens.value = answer.value
  }

  async function loadRoles(): Promise<void> {
    const answer = await call('people.roles', {})
    if (answer.ok) roles.value = answer.value
  }

  function ask(): void {
    refusal.value = undefined
    creating.value = true
  }

  async function issue(form: TokenForm): Promise<void> {
    busy.value = true
    const answer = await call('access.issue', requestOf(form))
    busy.value = false
    refusal.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    issued.value = answer.value
    creating.value = false
    await load()
  }

  /** From then on nobody can be told the text again. */
  function putAway(): void {
    issued.value = undefined
  }

  function askRevoke(token: AccessTokenView | undefined): void {
    if (token?.state === 'valid') revoking.value = token
  }

  async function revoke(): Promise<void> {
    const token = revoking.value
    if (!token) return
    busy.value = true
    const answer = await call('access.revoke', { id: token.id })
    busy.value = false
    revoking.value = undefined
    if (answer.ok) toasts.show({ title: `The token of ${token.name} lets nobody in any more`, tone: 'ok' })
    else toasts.failed('The token cannot be revoked', answer.error)
    await load()
  }

  async function forget(token: AccessTokenView | undefined): Promise<void> {
    if (!token || token.state === 'valid') return
    const answer = await call('access.forget', { id: token.id })
    if (!answer.ok) toasts.failed('The token cannot be taken off the list', answer.error)
    await load()
  }

  return {
    roleChoices,
    loadRoles,
    tokens,
    failure,
    creating,
    busy,
    refusal,
    issued,
    revoking,
    valid,
    load,
    ask,
    issue,
    putAway,
    askRevoke,
    revoke,
    forget,
  }
})
