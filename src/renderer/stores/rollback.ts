import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Failure, Result, RollbackPreview, TaskStarted } from '../../shared/contract.ts'
import { call } from '../client.ts'

const shownLines = 500

/** What all keys of a pattern go back to. */
export interface PatternTarget {
  readonly pattern: string
  readonly at: number
}

/** Rolling back many keys to an instant: counted exactly before, and again when it runs. */
export const useRollback = defineStore('rollback', () => {
  const preview = shallowRef<RollbackPreview>()
  const failure = shallowRef<Failure>()
  const counting = ref(false)
  let turn = 0

  async function look(target: PatternTarget): Promise<void> {
    turn += 1
    const mine = turn
    counting.value = true
    preview.value = undefined
    const answer = await call('history.preview-rollback', { ...target, limit: shownLines })
    if (mine !== turn) return
    counting.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) preview.value = answer.value
  }

  function clear(): void {
    turn += 1
    counting.value = false
    preview.value = undefined
    failure.value = undefined
  }

  async function run(target: PatternTarget, expectedCount: number, reason: string): Promise<Result<TaskStarted>> {
    const answer = await call('history.rollback', { ...target, expectedCount, ...(reason ? { reason } : {}) })
    failure.value = answer.ok ? undefined : answer.error
    // The store moved since the preview: what would happen now is shown before anybody says yes again.
    if (!answer.ok && answer.error.code === 'E_STALE_PREVIEW') await lookAgain(target, answer.error)
    return answer
  }

  async function lookAgain(target: PatternTarget, stale: Failure): Promise<void> {
    await look(target)
    failure.value ??= stale
  }

  return { preview, failure, counting, look, clear, run }
})
