import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { Failure, RestoreTimeline } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useBackups } from './backups.ts'

const MOST_EVENTS = 500

/** What happened within the reach of backups: the acts that somebody might want to go back before. */
export const useRestoreTimeline = defineStore('restore-timeline', () => {
  const backups = useBackups()
  const timeline = shallowRef<RestoreTimeline>()
  const failure = shallowRef<Failure>()
  let turn = 0

  const range = computed(() => backups.status?.window)
  /** Newest first: what somebody regrets is seldom old. */
  const events = computed(() => timeline.value?.events.toReversed() ?? [])

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    timeline.value = undefined
    failure.value = undefined
    await backups.refresh()
    const span = range.value
    if (!span || mine !== turn) return
    const answer = await call('backups.timeline', { fromAt: span.fromAt, toAt: span.toAt, limit: MOST_EVENTS })
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) timeline.value = answer.value
  }

  return { timeline, failure, range, events, load }
})
