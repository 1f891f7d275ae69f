import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { DiffView, Failure, HistoryEntry, Result, TaskStarted } from '../../shared/contract.ts'
import { call } from '../client.ts'
import type { Comparison } from '../comparison/choose-comparison.ts'
import { useClipboard } from './clipboard.ts'
import { useConnection } from './connection.ts'
import { useToasts } from './toasts.ts'

const pageSize = 200

export type ComparisonState =
  | { readonly status: 'none' }
  | { readonly status: 'loading'; readonly of: Comparison }
  | { readonly status: 'ready'; readonly of: Comparison; readonly diff: DiffView }
  | { readonly status: 'failed'; readonly of: Comparison; readonly failure: Failure }

/** The versions of one key, or the whole log when no key is chosen; newest first. */
export const useHistory = defineStore('history', () => {
  const key = ref('')
  const entries = shallowRef<readonly HistoryEntry[]>([])
  const more = ref(false)
  const loading = ref(false)
  const failure = shallowRef<Failure>()
  const comparison = shallowRef<ComparisonState>({ status: 'none' })
  const clipboard = useClipboard()
  const toasts = useToasts()
  let turn = 0

  const current = computed(() => (key.value === '' ? undefined : entries.value[0]))

  async function ask(before?: number): Promise<Result<readonly HistoryEntry[]>> {
    const page = { limit: pageSize, ...(before === undefined ? {} : { before }) }
    return key.value === '' ? call('history.recent', page) : call('history.list', { key: key.value, ...page })
  }

  /** Shows the history of a key; an empty key shows the log. */
  async function show(wanted: string): Promise<void> {
    if (wanted !== key.value) {
      entries.value = []
      comparison.value = { status: 'none' }
    }
    key.value = wanted
    await reload()
  }

  async function reload(): Promise<void> {
    turn += 1
    const mine = turn
    loading.value = true
    const answer = await ask()
    if (mine !== turn) return
    loading.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    entries.value = joinPages(answer.value, entries.value)
    more.value = answer.value.length === pageSize || entries.value.length > answer.value.length
  }

  /** The list keeps what was read of it when newer entries come on top. */
  function joinPages(newest: readonly HistoryEntry[], known: readonly HistoryEntry[]): readonly HistoryEntry[] {
    const last = newest.at(-1)
    const at = last ? known.findIndex(({ seq }) => seq === last.seq) : -1
    return at < 0 ? newest : [...newest, ...known.slice(at + 1)]
  }

  async function loadMore(): Promise<void> {
    const last = entries.value.at(-1)
    if (!last || !more.value || loading.value) return
    const mine = turn
    loading.value = true
    const answer = await ask(key.value === '' ? last.seq : last.version)
    if (mine !== turn) return
    loading.value = false
    if (!answer.ok) {
      failure.value = answer.error
      return
    }
    entries.value = [...entries.value, ...answer.value]
    more.value = answer.value.length === pageSize
  }

  async function compare(of: Comparison): Promise<void> {
    const asked = key.value
    if (comparison.value.status === 'none') comparison.value = { status: 'loading', of }
    const answer = await call('history.diff', { key: asked, ...of })
    if (asked !== key.value) return
    comparison.value = answer.ok ? { status: 'ready', of, diff: answer.value } : { status: 'failed', of, failure: answer.error }
  }

  /** The way from one version to another as RFC 6902 operations, into the clipboard. */
  async function copyPatch(name: string, from: number, to: number): Promise<void> {
    const answer = await call('history.diff', { key: name, from, to })
    if (!answer.ok) toasts.failed('The change could not be copied', answer.error)
    else await clipboard.copy(JSON.stringify(answer.value.jsonPatch, null, 2), 'the change as RFC 6902')
  }

  /** As a task whose end is announced, with an undo. Refused when the count is no longer the one that was confirmed. */
  async function rollBackKey(version: number, reason: string): Promise<Result<TaskStarted>> {
    return call('history.rollback', { key: key.value, version, expectedCount: 1, ...(reason ? { reason } : {}) })
  }

  useConnection().onChanges(({ notices, omitted }) => {
    if (omitted > 0 || key.value === '' || notices.some((notice) => notice.key === key.value)) void reload()
  })

  return { key, entries, more, loading, failure, comparison, current, show, reload, loadMore, compare, copyPatch, rollBackKey }
})
