import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { DemoPlan, DemoState } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { useConnection } from './connection.ts'
import { usePreferences } from './preferences.ts'
import { useToasts } from './toasts.ts'

/** The document that plugs replicas of a demo out and in. */
const CONTROL_KEY = 'demo/control'

/** A demo: real replicas in a process of their own, that work with this hub. */
export const useDemo = defineStore('demo', () => {
  const state = shallowRef<DemoState>({ status: 'off' })
  /** Names of the replicas that are plugged out. */
  const offline = shallowRef<ReadonlySet<string>>(new Set())
  const dialogOpen = ref(false)
  const busy = ref(false)
  const toasts = useToasts()
  const preferences = usePreferences()

  /** Nobody tries things out on production. */
  const offered = computed(() => preferences.current.environment.kind !== 'production')
  const active = computed(() => state.value.status !== 'off' && state.value.status !== 'failed')

  async function start(): Promise<void> {
    on('demo', (now) => (state.value = now))
    on('host', ({ status }) => status === 'open' && void refresh())
    useConnection().onChanges(({ notices, omitted }) => {
      if (omitted > 0 || notices.some(({ key }) => key === CONTROL_KEY)) void loadOffline()
    })
    await refresh()
  }

  async function refresh(): Promise<void> {
    const [now] = await Promise.all([call('demo.state', {}), loadOffline()])
    if (now.ok) state.value = now.value
  }

  async function loadOffline(): Promise<void> {
    const answer = await call('demo.offline', {})
    if (answer.ok) offline.value = new Set(answer.value)
  }

  /** True when it starts. */
  async function run(plan: DemoPlan): Promise<boolean> {
    busy.value = true
    const answer = await call('demo.start', plan)
    busy.value = false
    if (answer.ok) state.value = answer.value
    else toasts.failed('The demo did not start', answer.error)
    return answer.ok
  }

  async function stop(): Promise<void> {
    const answer = await call('demo.stop', {})
    if (answer.ok) state.value = answer.value
    else toasts.failed('The demo did not stop', answer.error)
  }

  async function setOnline(replicas: readonly string[], online: boolean): Promise<void> {
    if (replicas.length === 0) return
    const answer = await call('demo.set-online', { replicas, online })
    if (answer.ok) offline.value = new Set(answer.value)
    else toasts.failed(online ? 'Not plugged in' : 'Not unplugged', answer.error)
  }

  return { state, offline, dialogOpen, busy, offered, active, start, run, stop, setOnline }
})
