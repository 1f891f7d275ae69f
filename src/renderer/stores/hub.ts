import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { ClientSummary, Failure, HubConnection, ListenState } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { hubWords } from '../clients/hub-words.ts'
import { useToasts } from './toasts.ts'

/** Where the hub of this console listens, and its clients in a few figures. */
export const useHub = defineStore('hub', () => {
  const listen = shallowRef<ListenState>()
  const clients = shallowRef<ClientSummary>()
  const connection = shallowRef<HubConnection>()
  const failure = shallowRef<Failure>()
  const dialogOpen = ref(false)
  const busy = ref(false)
  const toasts = useToasts()

  const words = computed(() => hubWords(listen.value, clients.value))
  const listening = computed(() => listen.value?.status === 'listening')

  async function start(): Promise<void> {
    on('hub', hear)
    on('clients', (summary) => (clients.value = summary))
    // A store that is opened by a later try brings a hub of its own.
    on('host', ({ status }) => status === 'open' && void refresh())
    await refresh()
  }

  function hear(state: ListenState): void {
    listen.value = state
    if (dialogOpen.value) void loadConnection()
  }

  async function refresh(): Promise<void> {
    const [state, summary] = await Promise.all([call('hub.state', {}), call('clients.summary', {})])
    if (state.ok) listen.value = state.value
    if (summary.ok) clients.value = summary.value
  }

  /** How to connect, and where the hub listens. */
  function openDialog(): void {
    failure.value = undefined
    dialogOpen.value = true
    void loadConnection()
  }

  async function loadConnection(): Promise<void> {
    const answer = await call('hub.connection', {})
    if (answer.ok) connection.value = answer.value
    else failure.value = answer.error
  }

  async function listenOn(port: number): Promise<void> {
    await change(() => call('hub.listen', { port }), 'The hub does not listen there')
  }

  async function stop(): Promise<void> {
    await change(() => call('hub.stop', {}), 'The hub still listens')
  }

  async function change(act: () => ReturnType<typeof call<'hub.listen'>>, problem: string): Promise<void> {
    busy.value = true
    const answer = await act()
    busy.value = false
    if (answer.ok) hear(answer.value)
    else toasts.failed(problem, answer.error)
  }

  return {
    listen,
    clients,
    connection,
    failure,
    dialogOpen,
    busy,
    words,
    listening,
    start,
    openDialog,
    loadConnection,
    listenOn,
    stop,
  }
})
