import { useIntervalFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { ClientInspection, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'

const EVERY_MS = 1000

/** What the inspector shows of one client: asked of the client itself, again and again while somebody looks. */
export const useClientInspection = defineStore('client-inspection', () => {
  const replica = ref<string>()
  const current = shallowRef<ClientInspection>()
  const failure = shallowRef<Failure>()
  let asking: string | undefined

  const { pause, resume } = useIntervalFn(() => void ask(), EVERY_MS, { immediate: false })

  function show(wanted: string | undefined): void {
    if (wanted === replica.value) return
    replica.value = wanted
    failure.value = undefined
    if (current.value?.client.replica !== wanted) current.value = undefined
    if (wanted === undefined) pause()
    else {
      resume()
      void ask()
    }
  }

  /** One question at a time: a client that is slow to answer is not asked twice. */
  async function ask(): Promise<void> {
    const wanted = replica.value
    if (wanted === undefined || asking === wanted) return
    asking = wanted
    const answer = await call('clients.inspect', { replica: wanted })
    if (asking === wanted) asking = undefined
    if (replica.value !== wanted) return
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) current.value = answer.value
  }

  return { replica, current, failure, show, ask, pause, resume }
})
