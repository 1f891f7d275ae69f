import { SrvraError } from '../../core/errors.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { countOf } from '../bulk/count-sentence.ts'
import type { BackupCommands, RestoreInto, RestoreReport, TaskProblem, TaskStarted } from '../commands.ts'
import type { TaskBoard, TaskControl, TaskOutcome } from '../tasks/task-board.ts'
import type { FileAccess } from '../transfer/file-access.ts'
import type { BackupControl, BackupHooks } from './backup-control.ts'
import { DrillFailed } from './drill-failed.ts'
import type { PreparedRestores } from './prepared-restores.ts'

type BackupHandlers = Pick<AdminHandlers, keyof BackupCommands>

export interface BackupParts {
  /** Absent where the store can not be backed up: every command is E_NO_BACKUPS. */
  readonly control: BackupControl | undefined
  readonly files: FileAccess
  readonly tasks: TaskBoard
  readonly prepared: PreparedRestores
}

export function backupCommands({ control, files, tasks, prepared }: BackupParts): BackupHandlers {
  const backups = (): BackupControl => control ?? refuse()
  return {
    'backups.status': () => backups().status(),
    'backups.list': (page) => backups().list(page),
    'backups.sizes': () => backups().sizes(),
    'backups.settings': () => backups().settings(),
    'backups.configure': (choice) => backups().configure(choice),
    'backups.backup-now': () => startBackup(backups(), tasks),
    'backups.verify': () => startDrill(backups(), tasks),
    'backups.timeline': (span) => backups().timeline(span),
    'backups.preview': ({ at }) => {
      const source = backups()
      const run = async (task: TaskControl): Promise<TaskOutcome> => {
        const restore = await source.prepareRestore(at, hooksOf(task))
        await prepared.keep(task.id, restore)
        const { added, changed, removed } = restore.preview.counts
        return { outcome: `${countOf(added + changed + removed, 'document')} would be other than now. Nothing was changed.` }
      }
      return { taskId: tasks.start('restore-preview', 'Look at a restore', run) }
    },
    'backups.previewed': ({ taskId }) => prepared.get(taskId).preview,
    'backups.preview-rows': ({ taskId, from, count }) => prepared.get(taskId).rows(from, count),
    'backups.preview-diff': ({ taskId, key }) => prepared.get(taskId).diff(key),
    'backups.restore': ({ at, into, confirm }, { actor }) => {
      const source = backups()
      if (into.kind === 'new-file') files.requireWrite(into.file)
      const run = async (task: TaskControl): Promise<TaskOutcome> => {
        const plan = { taskId: task.id, at, into, changed: confirm.changed, actor }
        return { outcome: restoredSentence(await source.restore(plan, hooksOf(task))) }
      }
      return { taskId: tasks.start('restore', restoreTitle(into), run) }
    },
    'backups.kept': () => backups().kept(),
    'backups.let-go': async ({ id, confirm }) => {
      await backups().letGo(id, confirm.seq)
      return null
    },
    'backups.export-key': async ({ file }) => {
      const source = backups()
      files.requireWrite(file)
      return { file, keyId: await source.exportKey(file) }
    },
  }
}

function startBackup(source: BackupControl, tasks: TaskBoard): TaskStarted {
  requireEnabled(source)
  const run = async (task: TaskControl): Promise<TaskOutcome> => {
    const { seq, bytes } = await source.backUp(hooksOf(task))
    return { outcome: `Everything up to operation ${seq.toLocaleString('en-US')} is backed up (${countOf(bytes, 'byte')}).` }
  }
  return { taskId: tasks.start('backup', 'Back up', run) }
}

function startDrill(source: BackupControl, tasks: TaskBoard): TaskStarted {
  requireEnabled(source)
  const run = async (task: TaskControl): Promise<TaskOutcome> => {
    const { ok, problems, restoredSeq } = await source.verify(hooksOf(task))
    const listed = problems.map((message): TaskProblem => ({ code: 'E_BACKUP_DRILL', message }))
    if (ok) return { outcome: `Restored up to operation ${restoredSeq.toLocaleString('en-US')}, and equal to the store.` }
    // The drill itself went well; what it found must not pass for a success.
    throw new DrillFailed(listed)
  }
  return { taskId: tasks.start('drill', 'Restore drill', run) }
}

function requireEnabled(source: BackupControl): void {
  if (!source.status().enabled)
    throw new SrvraError('E_BACKUPS_OFF', 'No backups are made: set them up first, and say where they are to be kept.')
}

function restoreTitle(into: RestoreInto): string {
  return into.kind === 'in-place' ? 'Restore in place' : 'Restore to a new folder'
}

function restoredSentence({ seq, into, changesSetAside }: RestoreReport): string {
  const to = `Restored to operation ${seq.toLocaleString('en-US')}`
  if (into.kind === 'new-file') return `${to} in ${into.file}. The store itself was not touched.`
  return `${to}. The store opens anew with it; the one before is kept, with ${countOf(changesSetAside, 'later change')}.`
}

function hooksOf(task: TaskControl): BackupHooks {
  return { signal: task.signal, onProgress: (done, total) => task.progress(done, total) }
}

function refuse(): never {
  throw new SrvraError('E_NO_BACKUPS', 'This store can not be backed up: it lives in memory, or elsewhere.')
}
