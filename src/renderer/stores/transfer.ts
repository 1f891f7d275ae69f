import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { ExportPlan, Failure, ImportFormat, ImportPlan, ImportPreview, Selection, TaskView } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useTasks } from './tasks.ts'

/** What an export begins with when it is opened from a list. */
export interface ExportScope {
  readonly filter: string
  readonly at?: number | undefined
  readonly selection?: { readonly of: Selection; readonly count: number } | undefined
}

/** Documents in from a file and out into one. The work runs as a task; the dialog that began it may close. */
export const useTransfer = defineStore('transfer', () => {
  const dialog = ref<'import' | 'export'>()
  const scope = shallowRef<ExportScope>({ filter: '' })
  const preview = shallowRef<ImportPreview>()
  const failure = shallowRef<Failure>()
  const looking = ref(false)
  /** The task that the open dialog began, and nothing else. */
  const taskId = ref<string>()
  const tasks = useTasks()
  let turn = 0

  function openImport(): void {
    reset()
    dialog.value = 'import'
  }

  function openExport(wanted: ExportScope): void {
    reset()
    scope.value = wanted
    dialog.value = 'export'
  }

  function reset(): void {
    turn += 1
    looking.value = false
    preview.value = undefined
    failure.value = undefined
    taskId.value = undefined
  }

  async function chooseSource(): Promise<string | undefined> {
    const answer = await call('dialogs.open-file', { title: 'Import documents', extensions: ['json', 'ndjson', 'jsonl', 'csv'] })
    failure.value = answer.ok ? undefined : answer.error
    return answer.ok ? (answer.value ?? undefined) : undefined
  }

  async function chooseTarget(suggestedName: string): Promise<string | undefined> {
    const answer = await call('dialogs.save-file', { title: 'Export documents', suggestedName })
    failure.value = answer.ok ? undefined : answer.error
    return answer.ok ? (answer.value ?? undefined) : undefined
  }

  /** The first rows of a file and the keys they would have. */
  async function look(file: string, choice: { readonly format?: ImportFormat; readonly keyTemplate?: string }): Promise<void> {
    turn += 1
    const mine = turn
    looking.value = true
    const answer = await call('transfer.preview-import', { file, ...choice })
    if (mine !== turn) return
    looking.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) preview.value = answer.value
  }

  async function importFile(plan: ImportPlan, dryRun: boolean): Promise<TaskView | undefined> {
    const answer = await call('transfer.import', { ...plan, dryRun })
    return follow(answer.ok ? answer.value.taskId : undefined, answer.ok ? undefined : answer.error)
  }

  async function exportFile(plan: ExportPlan): Promise<TaskView | undefined> {
    const answer = await call('transfer.export', plan)
    return follow(answer.ok ? answer.value.taskId : undefined, answer.ok ? undefined : answer.error)
  }

  async function follow(id: string | undefined, failed: Failure | undefined): Promise<TaskView | undefined> {
    failure.value = failed
    taskId.value = id
    return id === undefined ? undefined : tasks.ending(id)
  }

  async function cancel(): Promise<void> {
    if (taskId.value !== undefined) await tasks.cancel(taskId.value)
  }

  return {
    dialog,
    scope,
    preview,
    failure,
    looking,
    taskId,
    openImport,
    openExport,
    reset,
    chooseSource,
    chooseTarget,
    look,
    importFile,
    exportFile,
    cancel,
  }
})
