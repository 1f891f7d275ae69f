import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Failure, NotifierDeliveries, SupportEndpoint, SupportEndpointView } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { useToasts } from './toasts.ts'

/** Who outside is told of alerts, and what came of it. What lets us in there is typed here and never read back. // V-219 */
export const useAlertNotifiers = defineStore('alert-notifiers', () => {
  const toasts = useToasts()
  const set = shallowRef<readonly SupportEndpointView[]>()
  const deliveries = shallowRef<readonly NotifierDeliveries[]>([])
  const failure = shallowRef<Failure>()
  const refused = shallowRef<Failure>()
  const open = ref(false)
  const busy = ref(false)

  async function load(): Promise<void> {
    const [known, told] = await Promise.all([call('alerts.notifiers', {}), call('alerts.deliveries', {})])
    if (known.ok) set.value = known.value
    if (told.ok) deliveries.value = told.value
    failure.value = known.ok ? undefined : known.error
  }

  function ask(): void {
    refused.value = undefined
    open.value = true
  }

  async function tell(endpoint: SupportEndpoint): Promise<void> {
    busy.value = true
    const answer = await call('alerts.set-notifier', { kind: endpoint.kind, endpoint })
    busy.value = false
    refused.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    open.value = false
    await load()
  }

  async function drop(kind: SupportEndpoint['kind']): Promise<void> {
    const answer = await call('alerts.set-notifier', { kind, endpoint: null })
    if (!answer.ok) toasts.failed('The receiver cannot be removed', answer.error)
    await load()
  }

  /** Follows what comes of notifications until the returned function is called. */
  function watchNow(): () => void {
    return on('monitoring', () => void load())
  }

  return { set, deliveries, failure, refused, open, busy, load, ask, tell, drop, watchNow }
})
