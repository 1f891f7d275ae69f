import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { AuditEntryView, AuditOverview, AuditSearch, Failure } from '../../shared/contract.ts'
import { readTrail } from '../audit/read-trail.ts'
import { call, on } from '../client.ts'

/** The audit trail from its end, page by page; live until somebody stops it to read. // V-300 */
export const useAudit = defineStore('audit', () => {
  const overview = shallowRef<AuditOverview>()
  const search = shallowRef<AuditSearch>({})
  const entries = shallowRef<readonly AuditEntryView[]>([])
  /** Where older entries begin; undefined when there are none. */
  const next = ref<number>()
  const failure = shallowRef<Failure>()
  const loaded = ref(false)
  const searching = ref(false)
  const live = ref(true)
  /** Something came while the list stood still. */
  const behind = ref(false)
  let turn = 0

  const off = computed(() => overview.value?.status === null)
  const loading = computed(() => !loaded.value && failure.value === undefined && !off.value)

  async function loadOverview(): Promise<void> {
    const answer = await call('audit.overview', {})
    if (answer.ok) overview.value = answer.value
    else failure.value = answer.error
  }

  async function open(wanted: AuditSearch): Promise<void> {
    search.value = wanted
    await refresh()
  }

  async function refresh(): Promise<void> {
    await loadOverview()
    if (off.value) return
    await read(undefined, [])
    behind.value = false
  }

  async function older(): Promise<void> {
    if (next.value === undefined || searching.value) return
    // Whoever reads back does not want the list to jump to its beginning.
    live.value = false
    await read(next.value, entries.value)
  }

  async function read(before: number | undefined, known: readonly AuditEntryView[]): Promise<void> {
    turn += 1
    const mine = turn
    searching.value = true
    const found = await readTrail(search.value, before, () => mine === turn)
    if (mine !== turn) return
    searching.value = false
    failure.value = found.failure
    if (found.failure) return
    loaded.value = true
    entries.value = [...known, ...found.entries]
    next.value = found.next
  }

  async function setLive(wanted: boolean): Promise<void> {
    live.value = wanted
    if (wanted) await refresh()
  }

  /** Follows the trail while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    return on('audit', () => {
      if (live.value) void refresh()
      else behind.value = true
    })
  }

  return {
    overview,
    search,
    entries,
    next,
    failure,
    searching,
    loading,
    off,
    live,
    behind,
    loadOverview,
    open,
    refresh,
    older,
    setLive,
    watchNow,
  }
})
