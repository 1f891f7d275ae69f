import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, SessionState } from '../../shared/contract.ts'
import { call, on } from '../client.ts'

/** So often, at most, main hears that somebody is at work. */
const TELL_EVERY_MS = 15_000

/** Who works at this console. Passwords go through here and are kept nowhere. */
export const useSession = defineStore('session', () => {
  const state = shallowRef<SessionState>()
  const failure = shallowRef<Failure>()
  const busy = ref(false)
  let told = -Infinity

  /** Somebody has to sign in before anything is shown. */
  const closed = computed(() => state.value?.required === true && state.value.user === undefined)
  const user = computed(() => state.value?.user)

  async function load(): Promise<void> {
    on('session', (now) => (state.value = now))
    const answer = await call('session.state', {})
    if (answer.ok) state.value = answer.value
    else failure.value = answer.error
  }

  async function attempt(ask: () => ReturnType<typeof call<'session.sign-in'>>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = undefined
    const answer = await ask()
    busy.value = false
    if (answer.ok) state.value = answer.value
    else failure.value = answer.error
    return answer.ok
  }

  const signIn = (name: string, password: string, stay: boolean) => attempt(() => call('session.sign-in', { name, password, stay }))
  const setUp = (name: string, password: string) => attempt(() => call('session.set-up', { name, password }))
  const enterByEmergency = (code: string, reason: string) => attempt(() => call('session.emergency', { code, reason }))
  const signOut = () => attempt(() => call('session.sign-out', {}))
  const changePassword = (password: string, next: string) => attempt(() => call('session.change-password', { password, next }))

  /** A key or a click: whoever is at work stays signed in. */
  function atWork(): void {
    if (!user.value || performance.now() - told < TELL_EVERY_MS) return
    told = performance.now()
    void call('session.active', {})
  }

  return { state, failure, busy, closed, user, load, signIn, setUp, enterByEmergency, signOut, changePassword, atWork }
})
