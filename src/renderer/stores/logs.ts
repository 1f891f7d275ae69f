import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Args, Failure, LogEntry } from '../../shared/contract.ts'
import { call, on } from '../client.ts'

export type LogQuery = Omit<Args<'logs.page'>, 'before' | 'limit'>

const PAGE = 200

/** The log from its end, page by page; live until somebody stops it to read. // V-240 */
export const useLogs = defineStore('logs', () => {
  const query = shallowRef<LogQuery>({})
  const entries = shallowRef<readonly LogEntry[]>([])
  const more = ref(false)
  const failure = shallowRef<Failure>()
  const loaded = ref(false)
  const live = ref(true)
  /** Something came while the list stood still. */
  const behind = ref(false)
  let turn = 0

  const loading = computed(() => !loaded.value && failure.value === undefined)

  async function open(next: LogQuery): Promise<void> {
    query.value = next
    await refresh()
  }

  async function refresh(): Promise<void> {
    turn += 1
    const mine = turn
    const answer = await call('logs.page', { ...query.value, limit: PAGE })
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    loaded.value = true
    behind.value = false
    entries.value = answer.value.entries
    more.value = answer.value.more
  }

  async function older(): Promise<void> {
    const last = entries.value.at(-1)
    if (!last || !more.value) return
    turn += 1
    const mine = turn
    const answer = await call('logs.page', { ...query.value, before: last.number, limit: PAGE })
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    // Whoever reads back does not want the list to jump to its beginning.
    live.value = false
    entries.value = [...entries.value, ...answer.value.entries]
    more.value = answer.value.more
  }

  async function setLive(wanted: boolean): Promise<void> {
    live.value = wanted
    if (wanted) await refresh()
  }

  /** Follows the log while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    return on('log', () => {
      if (live.value) void refresh()
      else behind.value = true
    })
  }

  return { query, entries, more, failure, loading, live, behind, open, refresh, older, setLive, watchNow }
})
