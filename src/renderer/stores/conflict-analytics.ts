import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { ConflictAnalytics, Failure, QueueSummary } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { type SpanName, spans } from '../conflict-analytics/spans.ts'

/** The queue moves up to four times a second; charts need not. */
const REST_MS = 3000

/** Where conflicts come from, how they end and how long that takes, over a span up to now. */
export const useConflictAnalytics = defineStore('conflict-analytics', () => {
  const span = ref<SpanName>('day')
  const analytics = shallowRef<ConflictAnalytics>()
  const queue = shallowRef<QueueSummary>()
  const failure = shallowRef<Failure>()
  const readAt = ref<number>()
  const busy = ref(false)
  let turn = 0
  let rest: ReturnType<typeof setTimeout> | undefined

  const loading = computed(() => analytics.value === undefined && failure.value === undefined)

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    const { lengthMs, slices } = spans[span.value]
    const to = Date.now()
    busy.value = true
    const [answer, summary] = await Promise.all([
      call('conflicts.analytics', { from: to - lengthMs, to, slices }),
      call('conflicts.summary', {}),
    ])
    if (mine !== turn) return
    busy.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (summary.ok) queue.value = summary.value
    if (!answer.ok) return
    analytics.value = answer.value
    readAt.value = to
  }

  /** Another span is another picture: the one before does not stand in for it. */
  async function show(wanted: SpanName): Promise<void> {
    if (wanted !== span.value) analytics.value = undefined
    span.value = wanted
    await load()
  }

  /** Follows the queue while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    const stop = on('conflicts', () => {
      rest ??= setTimeout(() => {
        rest = undefined
        void load()
      }, REST_MS)
    })
    return () => {
      stop()
      clearTimeout(rest)
      rest = undefined
    }
  }

  return { span, analytics, queue, failure, readAt, busy, loading, load, show, watchNow }
})
