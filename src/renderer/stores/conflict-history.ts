import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { ConflictView, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'

const page = 50

/** Conflicts that were settled, the newest first. // V-165 */
export const useConflictHistory = defineStore('conflict-history', () => {
  const settled = shallowRef<readonly ConflictView[]>([])
  const more = ref(false)
  const failure = shallowRef<Failure>()
  const loaded = ref(false)
  let turn = 0

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    const answer = await call('conflicts.history', { limit: page })
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    loaded.value = true
    if (!answer.ok) return
    settled.value = answer.value
    more.value = answer.value.length === page
  }

  /** What is older than the last one that is shown. */
  async function loadMore(): Promise<void> {
    const after = settled.value.at(-1)?.place
    if (!more.value || after === undefined) return
    const mine = turn
    const answer = await call('conflicts.history', { limit: page, after })
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    settled.value = [...settled.value, ...answer.value]
    more.value = answer.value.length === page
  }

  return { settled, more, failure, loaded, load, loadMore }
})
