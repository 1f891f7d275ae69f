import { basename } from 'node:path'
import { parseFilter } from '../../core/query/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import {
  exportFile,
  ImportRefused,
  importFile,
  previewImport,
  type ImportReport,
  type TransferEngine,
} from '../../transfer/index.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { countOf } from '../bulk/count-sentence.ts'
import { selectedKeys } from '../bulk/selected-keys.ts'
import type { AdminArgs } from '../commands.ts'
import type { ResultSets } from '../results/result-sets.ts'
import type { TaskBoard, TaskControl, TaskOutcome } from '../tasks/task-board.ts'
import type { FileAccess } from './file-access.ts'

type TransferHandlers = Pick<AdminHandlers, Extract<keyof AdminHandlers, `transfer.${string}`>>

export interface TransferParts {
  readonly engine: TransferEngine
  readonly files: FileAccess
  readonly sets: ResultSets
  readonly tasks: TaskBoard
  readonly clock: Clock
  readonly random: Random
}

export function transferCommands({ engine, files, sets, tasks, clock, random }: TransferParts): TransferHandlers {
  return {
    'transfer.preview-import': (plan) => {
      files.requireRead(plan.file)
      return previewImport(plan, engine.limits)
    },
    'transfer.import': (plan, { actor }) => {
      files.requireRead(plan.file)
      const title = `${plan.dryRun ? 'Check' : 'Import'} ${basename(plan.file)}`
      return { taskId: tasks.start('import', title, (control) => runImport(engine, plan, actor, control)) }
    },
    'transfer.export': ({ selection, filter, ...plan }) => {
      files.requireWrite(plan.file)
      const what =
        selection === undefined
          ? { filter: parseFilter(filter, clock.now()) }
          : { keys: selectedKeys(selection, engine.storage, sets) }
      // The dialog has asked already whether a file that exists may go.
      const options = { ...plan, ...what, overwrite: true, token: random.token(6) }
      const run = async (control: TaskControl): Promise<TaskOutcome> => {
        const report = await exportFile(engine, options, hooks(control))
        return { outcome: `${countOf(report.documents, 'document')} (${countOf(report.bytes, 'byte')}) written to ${plan.file}.` }
      }
      return { taskId: tasks.start('export', `Export to ${basename(plan.file)}`, run) }
    },
  }
}

async function runImport(
  engine: TransferEngine,
  plan: AdminArgs<'transfer.import'>,
  actor: string,
  control: TaskControl,
): Promise<TaskOutcome> {
  const report = await importFile(engine, { ...plan, actor, cause: `import:${control.id}` }, hooks(control))
  return {
    outcome: sentence(report),
    problems: report.problems,
    ...(report.range === undefined ? {} : { undo: report.range }),
  }
}

function sentence({ dryRun, bad, rows, created, changed, unchanged }: ImportReport): string {
  const counts = `${created.toLocaleString('en-US')} new, ${changed.toLocaleString('en-US')} changed, ${unchanged.toLocaleString('en-US')} as they were`
  if (!dryRun) return `${countOf(rows, 'row')} imported: ${counts}.`
  if (bad > 0) return `${bad.toLocaleString('en-US')} of ${countOf(rows, 'row')} can not be imported. Nothing was written.`
  return `${countOf(rows, 'row')} can be imported: ${counts}. Nothing was written.`
}

function hooks(control: TaskControl): { signal: AbortSignal; onProgress: (progress: { done: number; total: number }) => void } {
  return { signal: control.signal, onProgress: ({ done, total }) => control.progress(done, total) }
}

/** What a refused file has to say line by line. */
export function problemsOf(error: unknown): ImportReport['problems'] {
  return error instanceof ImportRefused ? error.report.problems : []
}
