import { defineStore } from 'pinia'
import { ref, shallowReactive, shallowRef } from 'vue'

import type { ConflictSummary, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'

/** Rows of one question. */
const page = 500

/** Conflicts by id as they were read last: those that were in view. */
export const useConflictRows = defineStore('conflict-rows', () => {
  const summaries = shallowReactive(new Map<string, ConflictSummary>())
  const failure = shallowRef<Failure>()
  /** Another one: what is in view is to be read anew. */
  const revision = ref(0)
  const asked = new Set<string>()

  /** Reads those that are not known, or not known to be as they were. */
  async function want(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !asked.has(id)).slice(0, page)
    if (missing.length === 0) return
    for (const id of missing) asked.add(id)
    const answer = await call('conflicts.rows', { ids: missing })
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    for (const row of answer.value) if (row) summaries.set(row.id, row)
  }

  function refresh(): void {
    asked.clear()
    revision.value += 1
  }

  return { summaries, failure, revision, want, refresh }
})
