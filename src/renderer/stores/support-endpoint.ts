import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Failure, SupportEndpoint, SupportEndpointView } from '../../shared/contract.ts'
import { call } from '../client.ts'

/** Where tickets go. What lets us in there is typed here and never read back. // V-239 */
export const useSupportEndpoint = defineStore('support-endpoint', () => {
  const current = shallowRef<SupportEndpointView | null>()
  const open = ref(false)
  const busy = ref(false)
  const failure = shallowRef<Failure>()

  async function load(): Promise<void> {
    const answer = await call('support.endpoint', {})
    if (answer.ok) current.value = answer.value
  }

  async function set(endpoint: SupportEndpoint | null): Promise<void> {
    busy.value = true
    const answer = await call('support.set-endpoint', { endpoint })
    busy.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    current.value = answer.value
    open.value = false
  }

  function ask(): void {
    failure.value = undefined
    open.value = true
  }

  return { current, open, busy, failure, load, set, ask }
})
