import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { orderAlerts } from '../alerts/alert-words.ts'
import type { AlertEvent, AlertView, Failure, MonitoringNews, Result } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { useToasts } from './toasts.ts'

const HISTORY = 50

/** Alert rules with how they stand, what happened to them, and what an operator does about them. */
export const useAlerts = defineStore('alerts', () => {
  const toasts = useToasts()
  const news = shallowRef<MonitoringNews>()
  const alerts = shallowRef<readonly AlertView[]>()
  const history = shallowRef<readonly AlertEvent[]>([])
  const failure = shallowRef<Failure>()
  const busy = ref(false)

  /** Also while no view of alerts is shown: the badge in the rail. */
  const firing = computed(() => news.value?.firing ?? 0)
  /** The first that fires and that nobody knows of. */
  const unknown = computed(() => alerts.value?.find(({ state, acknowledged }) => state.status === 'firing' && !acknowledged))

  function start(): void {
    on('monitoring', (latest) => (news.value = latest))
  }

  async function load(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const [listed, told] = await Promise.all([call('alerts.list', {}), call('alerts.history', { limit: HISTORY })])
    busy.value = false
    if (listed.ok) alerts.value = orderAlerts(listed.value)
    if (told.ok) history.value = told.value
    failure.value = listed.ok ? undefined : listed.error
  }

  /** Follows alerts until the returned function is called. */
  function watchNow(): () => void {
    return on('monitoring', () => void load())
  }

  const acknowledge = (id: string): Promise<void> => act('The alert cannot be acknowledged', call('alerts.acknowledge', { id }))
  const silence = (id: string, until: number): Promise<void> =>
    act('The alert cannot be silenced', call('alerts.silence', { id, until }))
  const unsilence = (id: string): Promise<void> => act('The silence cannot be ended', call('alerts.unsilence', { id }))

  async function acknowledgeFirst(): Promise<void> {
    if (unknown.value) await acknowledge(unknown.value.rule.id)
  }

  async function act(refused: string, acted: Promise<Result<unknown>>): Promise<void> {
    const answer = await acted
    if (!answer.ok) toasts.failed(refused, answer.error)
    await load()
  }

  return { alerts, history, failure, busy, firing, start, load, watchNow, acknowledge, acknowledgeFirst, silence, unsilence }
})
