import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { EngineOverview, Events, Failure, HostState } from '../../shared/contract.ts'
import { call, on } from '../client.ts'

export type EngineState = 'starting' | 'ready' | 'failed'

/** Whether there is an engine behind the page, and how far its log has come. */
export const useConnection = defineStore('connection', () => {
  const overview = shallowRef<EngineOverview>()
  const failure = shallowRef<Failure>()
  const head = ref(0)
  const changedAt = ref<number>()
  const host = shallowRef<HostState>()
  const listeners = new Set<(changes: Events['changes']) => void>()

  const state = computed<EngineState>(() => (failure.value ? 'failed' : overview.value ? 'ready' : 'starting'))

  let readied = false

  function onHost(now: HostState): void {
    host.value = now
    // A picture of the console is complete with what is wrong, too.
    if (now.status === 'failed') viewReady()
  }

  async function start(): Promise<void> {
    on('host', (now) => {
      onHost(now)
      // A store that was put back to an earlier state ends earlier, too.
      if (now.status === 'open') void refresh(0)
    })
    const answer = await call('host.state', {})
    if (answer.ok) onHost(answer.value)
    on('changes', (changes) => {
      head.value = Math.max(head.value, changes.head)
      changedAt.value = changes.notices.at(-1)?.at ?? changedAt.value
      for (const listener of listeners) listener(changes)
    })
    await refresh()
  }

  async function refresh(knownHead = head.value): Promise<void> {
    const answer = await call('engine.overview', {})
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    overview.value = answer.value
    head.value = Math.max(knownHead, answer.value.head.seq)
    changedAt.value ??= answer.value.head.seq > 0 ? answer.value.head.at : undefined
  }

  /** Opens the store again after it failed. */
  async function retry(): Promise<void> {
    const answer = await call('host.retry', {})
    if (!answer.ok) {
      failure.value = answer.error
      return
    }
    onHost(answer.value)
    if (answer.value.status === 'open') await refresh()
  }

  async function chooseFolder(): Promise<void> {
    await call('host.choose-folder', {})
  }

  async function quit(): Promise<void> {
    await call('app.quit', {})
  }

  /** The view on screen has painted its data. Only the first call counts. */
  function viewReady(): void {
    if (readied) return
    readied = true
    requestAnimationFrame(() => void call('app.ready', {}))
  }

  /** One subscription to the engine serves every view; returns the unsubscribe. */
  function onChanges(listener: (changes: Events['changes']) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { overview, failure, host, head, changedAt, state, start, refresh, retry, chooseFolder, quit, viewReady, onChanges }
})
