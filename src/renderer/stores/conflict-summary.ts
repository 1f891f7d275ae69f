import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { QueueSummary } from '../../shared/contract.ts'
import { call, on } from '../client.ts'

/** All conflicts that wait, in a few figures: for the badge in the rail and the overview. */
export const useConflictSummary = defineStore('conflict-summary', () => {
  const current = shallowRef<QueueSummary>()

  const waiting = computed(() => current.value?.waiting ?? 0)

  async function start(): Promise<void> {
    on('conflicts', (summary) => (current.value = summary))
    on('host', ({ status }) => status === 'open' && void refresh())
    await refresh()
  }

  async function refresh(): Promise<void> {
    const answer = await call('conflicts.summary', {})
    if (answer.ok) current.value = answer.value
  }

  return { current, waiting, start, refresh }
})
