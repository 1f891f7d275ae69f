import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { ConflictAnalytics, Failure, QueueSummary } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { type SpanName, spanAround } from '../conflict-analytics/spans.ts'
import { readClientRows } from './client-rows.ts'
import { usePreferences } from './preferences.ts'

/** The queue moves up to four times a second; charts need not. */
const REST_MS = 3000
const MINUTE_MS = 60_000

/** Where conflicts come from, how they end and how long that takes, over a span up to now. */
export const useConflictAnalytics = defineStore('conflict-analytics', () => {
  const span = ref<SpanName>('day')
  const analytics = shallowRef<ConflictAnalytics>()
  const queue = shallowRef<QueueSummary>()
  const failure = shallowRef<Failure>()
  const readAt = ref<number>()
  /** Of replicas, by their ids. */
  const names = shallowRef<ReadonlyMap<string, string>>(new Map())
  const preferences = usePreferences()
  const busy = ref(false)
  let turn = 0
  let rest: ReturnType<typeof setTimeout> | undefined

  const loading = computed(() => analytics.value === undefined && failure.value === undefined)

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    const now = Date.now()
    const aheadMs = preferences.current.utc ? 0 : -new Date(now).getTimezoneOffset() * MINUTE_MS
    busy.value = true
    const [answer, summary] = await Promise.all([
      call('conflicts.analytics', spanAround(span.value, now, aheadMs)),
      call('conflicts.summary', {}),
    ])
    if (mine !== turn) return
    busy.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (summary.ok) queue.value = summary.value
    if (!answer.ok) return
    analytics.value = answer.value
    readAt.value = now
    await nameReplicas(answer.value)
  }

  /** A replica that the hub has forgotten keeps its id for a name, and so do all when they cannot be asked for. */
  async function nameReplicas({ hotReplicas }: ConflictAnalytics): Promise<void> {
    const unknown = hotReplicas.map(({ replica }) => replica).filter((replica) => !names.value.has(replica))
    if (unknown.length === 0) return
    const rows = await readClientRows(unknown).catch(() => [])
    names.value = new Map([...names.value, ...rows.flatMap((row) => (row ? [[row.replica, row.name] as const] : []))])
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

  return { span, analytics, queue, names, failure, readAt, busy, loading, load, show, watchNow }
})
