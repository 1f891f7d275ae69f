import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'

import type { Failure, RestoreInto, RestoreReport, Result, TaskView } from '../../shared/contract.ts'
import { spaceProblem } from '../backups/restore-words.ts'
import { call, on } from '../client.ts'
import { useBackups } from './backups.ts'
import { usePreferences } from './preferences.ts'
import { useRestorePreview } from './restore-preview.ts'
import { useTasks } from './tasks.ts'

const notRestored: Failure = {
  code: 'E_RESTORE',
  message: 'The store was opened anew as it was before. Nothing was restored; try again.',
  details: {},
}

/** A restore as it is begun, goes on and ends: of what the dry run has shown, and of nothing else. */
export const useRestoreRun = defineStore('restore-run', () => {
  const backups = useBackups()
  const preferences = usePreferences()
  const dryRun = useRestorePreview()
  const tasks = useTasks()
  const state = ref<'idle' | 'running' | 'done'>('idle')
  /** A folder of its own is what nothing can go wrong with. */
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
  const worthIt = computed(() => dryRun.preview !== undefined && (into.value === 'new-file' || dryRun.changed > 0))
  const confirmed = computed(() => mustType.value === undefined || typed.value === mustType.value)
  const ready = computed(() => worthIt.value && noSpace.value === undefined && confirmed.value)

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
    const target = await chooseTarget(into.value, preview.seq)
    failure.value = target.ok ? undefined : target.error
    if (!target.ok || target.value === null) return
    // The number of the operation, not the instant: exactly what was looked at.
    const answer = await call('backups.restore', {
      at: { seq: preview.seq },
      into: target.value,
      confirm: { changed: dryRun.changed },
    })
    if (!answer.ok) return fail(answer.error)
    taskId.value = answer.value.taskId
    state.value = 'running'
    await settle(await tasks.ending(answer.value.taskId))
  }

  async function settle(last: TaskView): Promise<void> {
    await backups.refresh()
    if (last.id !== taskId.value || state.value !== 'running') return
    // In place, the task ends where the store is to be replaced: that it was is told by the one that is opened then.
    if (last.state === 'done') ifReported(into.value === 'new-file')
    else fail(failureOf(last))
  }

  /** Ends with the report of this restore; without one too where none is to be waited for. */
  function ifReported(anyway = false): void {
    const last = backups.status?.lastRestore
    if (state.value !== 'running' || (last?.taskId !== taskId.value && !anyway)) return
    report.value = last?.taskId === taskId.value ? last : undefined
    state.value = 'done'
  }

  function fail(error: Failure): void {
    failure.value = error
    state.value = 'idle'
  }

  // V-276 A restore in place opens the store anew: its tasks are gone, its report is not.
  watch(
    () => backups.status?.lastRestore,
    () => ifReported(),
  )
  on('host', (host) => {
    if (state.value !== 'running') return
    if (host.status === 'failed') fail(host.error)
    else void reopened()
  })

  async function reopened(): Promise<void> {
    await backups.refresh()
    ifReported()
    if (state.value === 'running') fail(notRestored)
  }

  async function cancel(): Promise<void> {
    if (state.value === 'running' && taskId.value !== undefined) await tasks.cancel(taskId.value)
  }

  return { state, into, typed, task, report, failure, mustType, noSpace, ready, reset, run, cancel }
})

/** Null when the operator thought better of it. */
async function chooseTarget(kind: RestoreInto['kind'], seq: number): Promise<Result<RestoreInto | null>> {
  if (kind === 'in-place') return { ok: true, value: { kind } }
  const answer = await call('dialogs.save-file', { title: 'Restore to a new folder', suggestedName: `restored-${seq}` })
  if (!answer.ok) return answer
  return { ok: true, value: answer.value === null ? null : { kind, file: answer.value } }
}

function failureOf({ error, outcome = 'The restore was cancelled.' }: TaskView): Failure {
  return error ?? { code: 'E_CANCELLED', message: outcome, details: {} }
}
