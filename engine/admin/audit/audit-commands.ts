import { basename } from 'node:path'
import { SrvraError } from '../../core/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { Storage } from '../../ports/storage.ts'
import { writeAtomically } from '../../transfer/atomic-file.ts'
import type { Audit } from '../../security/audit/audit.ts'
import { keptSettings } from '../../security/audit/audit-settings.ts'
import { headOf, lineOf } from '../../security/audit/export-entries.ts'
import type { AuditFormat } from '../../security/audit/export-entries.ts'
import type { AuditReport } from '../../security/audit/verify-trail.ts'
import { ENGINE_VERSION } from '../../engine-version.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { countOf } from '../bulk/count-sentence.ts'
import type { AuditCommands, AuditOverview, AuditSearch, AuditSettings, AuditVerification } from '../commands.ts'
import type { TaskBoard, TaskControl, TaskOutcome } from '../tasks/task-board.ts'
import type { FileAccess } from '../transfer/file-access.ts'
import type { AuditControl } from './audit-control.ts'

export interface AuditCommandParts {
  readonly control: AuditControl | undefined
  readonly storage: Storage
  readonly tasks: TaskBoard
  readonly files: FileAccess
  readonly clock: Clock
  readonly random: Random
}

/** Entries that one step looks at. */
const EXAMINE = 5000

/** Without a control nobody can audit here: what asks for entries throws E_AUDIT_OFF. */
export function auditCommands(parts: AuditCommandParts): Pick<AdminHandlers, keyof AuditCommands> {
  const { control, storage, tasks, files, clock, random } = parts
  const audit = (): Audit => control?.audit ?? refuse()
  let lastVerification: AuditVerification | null = null
  const overview = (): AuditOverview => ({
    settings: settingsOf(storage),
    status: control?.audit?.status() ?? null,
    lastVerification,
  })
  const verify = async (trail: Audit, task: TaskControl): Promise<TaskOutcome> => {
    const report = await inSteps(trail, task)
    lastVerification = { at: clock.now(), report }
    return { outcome: verdict(report), problems: report.problems.map(({ code, message }) => ({ code, message })) }
  }
  return {
    'audit.overview': overview,
    'audit.list': ({ filter, before, limit }) =>
      audit().list({ filter, limit, examine: EXAMINE, ...(before === undefined ? {} : { before }) }),
    'audit.entry': ({ n }) =>
      audit()
        .list({ filter: {}, before: n + 1, limit: 1, examine: 1 })
        .entries.find((entry) => entry.n === n) ?? null,
    'audit.verify': () => {
      const trail = audit()
      return { taskId: tasks.start('verify', 'Verify the audit trail', (task) => verify(trail, task)) }
    },
    'audit.export': ({ filter, format, file }) => {
      files.requireWrite(file)
      const trail = audit()
      const run = async (task: TaskControl): Promise<TaskOutcome> => {
        const written = { entries: 0 }
        const pieces = linesOf(trail, filter, format, task, written)
        const bytes = await writeAtomically(file, pieces, { overwrite: true, token: random.token(6) })
        return { outcome: `${entriesOf(written.entries)} (${countOf(bytes, 'byte')}) written to ${file}.` }
      }
      return { taskId: tasks.start('export', `Export the audit trail to ${basename(file)}`, run) }
    },
    'audit.configure': ({ enabled, ...options }, { actor }) => {
      if (!control) return refuse()
      if (enabled) control.enableAudit(options)
      else control.disableAudit(actor)
      return overview()
    },
  }
}

function settingsOf(storage: Storage): AuditSettings {
  const { enabled, retention, headsTo } = keptSettings(storage) ?? { enabled: false }
  return { enabled, ...(retention === undefined ? {} : { retention }), ...(headsTo === undefined ? {} : { headsTo }) }
}

async function inSteps(trail: Audit, task: TaskControl): Promise<AuditReport> {
  const work = trail.verify()
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    task.progress(step.value.done, step.value.total)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    task.signal.throwIfAborted()
  }
}

async function* linesOf(
  trail: Audit,
  filter: AuditSearch,
  format: AuditFormat,
  task: TaskControl,
  written: { entries: number },
): AsyncGenerator<string> {
  const { first, last } = trail.status()
  yield headOf(format)
  for (const slice of trail.walk(filter)) {
    task.signal.throwIfAborted()
    written.entries += slice.length
    yield slice.map((entry) => lineOf(entry, format, ENGINE_VERSION)).join('')
    task.progress(Math.max(0, (slice.at(-1)?.n ?? first) - first), last - first + 1)
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
}

function verdict({ entries, first, last, signedThrough, problemCount, problems }: AuditReport): string {
  if (problemCount > 0) return `The audit trail is not as it was written: ${problems[0]?.message ?? ''}`
  return `The audit trail is whole: ${entriesOf(entries)} (${first} to ${last}), signed up to ${signedThrough}.`
}

function entriesOf(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'entry' : 'entries'}`
}

function refuse(): never {
  throw new SrvraError('E_AUDIT_OFF', 'This store is not audited; switch its audit on first.')
}
