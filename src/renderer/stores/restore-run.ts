import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'

import type { Failure, RestoreInto, RestoreReport, TaskView } from '../../shared/contract.ts'
import { spaceProblem } from '../backups/restore-words.ts'
import { call } from '../client.ts'
import { useBackups } from './backups.ts'
import { usePreferences } from './preferences.ts'
import { useRestorePreview } from './restore-preview.ts'
import { useTasks } from './tasks.ts'

/** A restore as it is begun, goes on and ends: of what the dry run has shown, and of nothing else. */
export const useRestoreRun = defineStore('restore-run', () => {
  const backups = useBackups()
  const preferences = usePreferences()
  const dryRun = useRestorePreview()
  const tasks = useTasks()
  const state = ref<'idle' | 'running' | 'done'>('idle')
  /** A file of its own is what nothing can go wrong with. */
  const into = ref<RestoreInto['kind']>('new-file')
  const typed = ref('')
  const taskId = ref<string>()
  const report = shallowRef<RestoreReport>()
  const failure = shallowRef<Failure>()

  const task = computed(() => tasks.all.find(({ id }) => id === taskId.value))
  /** What must be typed before a restore in place; undefined: nothing. // V-275 */
  const mustType = computed(() => {
    const { kind, name } = preferences.current.environment
    return into.value === 'in-place' && kind === 'production' ? name : undefined
  })
  const noSpace = computed(() => (dryRun.preview ? spaceProblem(dryRun.preview) : undefined))
  const ready = computed(() => {
    if (!dryRun.preview || noSpace.value !== undefined) return false
    const worthIt = into.value === 'new-file' || dryRun.changed > 0
    return worthIt && (mustType.value === undefined || typed.value === mustType.value)
  })

  function reset(): void {
    state.value = 'idle'
    into.value = 'new-file'
    typed.value = ''
    taskId.value = undefined
    report.value = undefined
    failure.value = undefined
  }

  /** Resolves when it has ended; a failure stands in `failure`, and `state` is idle again. */
  async function run(): Promise<void> {
    const { preview } = dryRun
    if (!preview || !ready.value || state.value !== 'idle') return
    failure.value = undefined
    const target = await chooseTarget(preview.seq)
    if (!target) return
    // The number of the operation, not the instant: exactly what was looked at.
    const answer = await call('backups.restore', { at: { seq: preview.seq }, into: target, confirm: { changed: dryRun.changed } })
    if (!answer.ok) {
      failure.value = answer.error
      return
    }
    taskId.value = answer.value.taskId
    state.value = 'running'
    await settle(await tasks.ending(answer.value.taskId))
  }

  async function chooseTarget(seq: number): Promise<RestoreInto | undefined> {
    if (into.value === 'in-place') return { kind: 'in-place' }
    const answer = await call('dialogs.save-file', { title: 'Restore to a file', suggestedName: `restored-${seq}.sqlite` })
    failure.value = answer.ok ? undefined : answer.error
    return answer.ok && answer.value !== null ? { kind: 'new-file', file: answer.value } : undefined
  }

  async function settle(last: TaskView): Promise<void> {
    await backups.refresh()
    if (last.id !== taskId.value || state.value !== 'running') return
    // A restore in place is done when the store has been opened anew, which is told of in the status.
    if (last.state === 'done') {
      if (into.value === 'new-file' || backups.status?.lastRestore?.taskId === last.id) finish()
    } else fail(last.error ?? { code: 'E_CANCELLED', message: last.outcome ?? 'The restore was cancelled.', details: {} })
  }

  function finish(): void {
    const last = backups.status?.lastRestore
    report.value = last?.taskId === taskId.value ? last : undefined
    state.value = 'done'
  }

  function fail(error: Failure): void {
    failure.value = error
    state.value = 'idle'
  }

  /** A restore in place opens the store anew: its tasks are gone, its report is not. // V-276 */
  watch(
    () => backups.status?.lastRestore,
    (last) => last !== undefined && last.taskId === taskId.value && state.value === 'running' && finish(),
  )

  async function cancel(): Promise<void> {
    if (state.value === 'running' && taskId.value !== undefined) await tasks.cancel(taskId.value)
  }

  return { state, into, typed, task, report, failure, mustType, noSpace, ready, reset, run, cancel }
})
