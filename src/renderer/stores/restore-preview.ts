import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { DiffView, Failure, RestorePoint, RestorePreview, RestoreRow } from '../../shared/contract.ts'
import { changedBy } from '../backups/restore-words.ts'
import { call } from '../client.ts'
import { useTasks } from './tasks.ts'

/** What a restore would do, found before anything is done. // V-273 */
export const useRestorePreview = defineStore('restore-preview', () => {
  const tasks = useTasks()
  const taskId = ref<string>()
  const preview = shallowRef<RestorePreview>()
  const failure = shallowRef<Failure>()
  const looking = ref(false)
  /** The document that is open, and how it would change. */
  const opened = ref<string>()
  const diff = shallowRef<DiffView>()
  let turn = 0

  const task = computed(() => tasks.all.find(({ id }) => id === taskId.value))
  const changed = computed(() => (preview.value ? changedBy(preview.value.counts) : 0))

  function clear(): void {
    turn += 1
    taskId.value = undefined
    preview.value = undefined
    failure.value = undefined
    looking.value = false
    close()
  }

  /** True when it is known; another look, or `clear`, drops the answer of this one. */
  async function look(at: RestorePoint): Promise<boolean> {
    const former = looking.value ? taskId.value : undefined
    clear()
    const mine = turn
    looking.value = true
    if (former !== undefined) void tasks.cancel(former)
    const started = await call('backups.preview', { at })
    if (mine !== turn) {
      // Nobody waits for it any more; the work need not go on.
      if (started.ok) void tasks.cancel(started.value.taskId)
      return false
    }
    if (!started.ok) return fail(started.error)
    taskId.value = started.value.taskId
    const ended = await tasks.ending(started.value.taskId)
    if (mine !== turn) return false
    if (ended.state !== 'done') return fail(ended.error ?? { code: 'E_CANCELLED', message: 'The look was cancelled.', details: {} })
    const answer = await call('backups.previewed', { taskId: started.value.taskId })
    if (mine !== turn) return false
    if (!answer.ok) return fail(answer.error)
    looking.value = false
    preview.value = answer.value
    return true
  }

  function fail(error: Failure): boolean {
    looking.value = false
    failure.value = error
    return false
  }

  async function cancel(): Promise<void> {
    if (looking.value && taskId.value !== undefined) await tasks.cancel(taskId.value)
  }

  /** Rows of the difference, by page. Rejects with a sentence for people. */
  async function rows(from: number, count: number): Promise<readonly RestoreRow[]> {
    if (taskId.value === undefined) return []
    const answer = await call('backups.preview-rows', { taskId: taskId.value, from, count })
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value
  }

  /** Opens a document: as it is and as it would be. */
  async function open(key: string): Promise<void> {
    if (taskId.value === undefined) return
    opened.value = key
    diff.value = undefined
    const answer = await call('backups.preview-diff', { taskId: taskId.value, key })
    if (opened.value !== key) return
    if (answer.ok) diff.value = answer.value
    else failure.value = answer.error
  }

  function close(): void {
    opened.value = undefined
    diff.value = undefined
  }

  return { taskId, task, preview, failure, looking, opened, diff, changed, look, cancel, clear, rows, open, close }
})
