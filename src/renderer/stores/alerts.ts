import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { orderAlerts } from '../alerts/alert-words.ts'
import type { AlertEvent, AlertView, Failure, MonitoringNews, Result } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { useToasts } from './toasts.ts'

const HISTORY = 100

/** Alert rules with how they stand, what happened to them, and what an operator does about them. */
export const useAlerts = defineStore('alerts', () => {
  const toasts = useToasts()
  const news = shallowRef<MonitoringNews>()
  const alerts = shallowRef<readonly AlertView[]>()
  const history = shallowRef<readonly AlertEvent[]>([])
  const failure = shallowRef<Failure>()
  const busy = ref(false)
  /** The rule that keys act on. By its id, so that it stays the same when alerts change places. // V-216 */
  const chosen = ref<string>()

  /** Also while no view of alerts is shown: the badge in the rail. */
  const firing = computed(() => news.value?.firing ?? 0)
  const active = computed(() => alerts.value?.find(({ rule }) => rule.id === chosen.value))

  function start(): void {
    on('monitoring', (latest) => (news.value = latest))
  }

  async function load(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const [listed, told] = await Promise.all([call('alerts.list', {}), call('alerts.history', { limit: HISTORY })])
    busy.value = false
    if (listed.ok) show(listed.value)
    if (told.ok) history.value = told.value
    failure.value = listed.ok ? undefined : listed.error
  }

  function show(listed: readonly AlertView[]): void {
    alerts.value = orderAlerts(listed)
    if (!active.value) chosen.value = alerts.value[0]?.rule.id
  }

  /** A view of alerts opens: keys act on this alert, or else on the first. */
  function begin(wanted?: string): void {
    chosen.value = wanted
  }

  /** On to the alert that stands so many places further. */
  function move(step: number): void {
    const listed = alerts.value ?? []
    const place = listed.findIndex(({ rule }) => rule.id === chosen.value)
    chosen.value = listed[Math.max(0, Math.min(place + step, listed.length - 1))]?.rule.id
  }

  /** Follows alerts until the returned function is called. */
  function watchNow(): () => void {
    return on('monitoring', () => void load())
  }

  const acknowledge = (id: string, note?: string): Promise<boolean> =>
    act('The alert cannot be acknowledged', call('alerts.acknowledge', { id, ...(note === undefined ? {} : { note }) }))
  const silence = (id: string, until: number): Promise<boolean> =>
    act('The alert cannot be silenced', call('alerts.silence', { id, until }))
  const unsilence = (id: string): Promise<boolean> => act('The silence cannot be ended', call('alerts.unsilence', { id }))

  /** True when it was done; else what was refused has been said. */
  async function act(refused: string, acted: Promise<Result<unknown>>): Promise<boolean> {
    const answer = await acted
    if (!answer.ok) toasts.failed(refused, answer.error)
    await load()
    return answer.ok
  }

  return {
    alerts,
    history,
    failure,
    busy,
    firing,
    chosen,
    active,
    start,
    load,
    show,
    begin,
    move,
    watchNow,
    acknowledge,
    silence,
    unsilence,
  }
})
