import { SrvraError } from '../../core/errors.ts'
import type { AuditNote } from '../../security/audit/audit-entry.ts'
import type { Caller } from '../calls/caller.ts'
import type { AdminCommandName } from '../commands.ts'
import { adminRules } from '../schemas/index.ts'
import type { AuditControl } from './audit-control.ts'

/** What comes of these is changes of the log, which are on record themselves, or nothing that lasts. */
const CHANGES: ReadonlySet<AdminCommandName> = new Set([
  'documents.set',
  'documents.delete',
  'documents.delete-many',
  'documents.tag-many',
  'documents.undo',
  'history.rollback',
  'conflicts.claim',
  'conflicts.release',
])

/** Looks that take more than the right to read. */
const LOOKS: ReadonlySet<AdminCommandName> = new Set([
  'access.tokens',
  'people.overview',
  'people.effective',
  'backups.previewed',
  'backups.preview-rows',
  'backups.preview-diff',
  'logs.page',
  'audit.overview',
  'audit.list',
  'audit.entry',
])

/** Looking is not on record, as a rule; taking data out of here is. */
const ALSO_READS: ReadonlySet<AdminCommandName> = new Set([
  'transfer.export',
  'support.export',
  'support.save-attachment',
  'audit.export',
  'audit.verify',
])

/** Members of arguments that name what an act is about, the first one that is there. */
const TARGETS = ['key', 'id', 'name', 'replica', 'prefix', 'pattern', 'file', 'taskId'] as const
/** Members that say something about an act and never hold what documents hold, nor secrets. */
const DETAILS = [
  'format',
  'at',
  'until',
  'baseVersion',
  'expectedCount',
  'keepVersions',
  'before',
  'dryRun',
  'enabled',
  'retention',
  'port',
  'scenario',
  'strategy',
  'write',
  'role',
  'disabled',
  'idle',
  'longest',
  'expires',
]
const LONGEST = 200

/** Carries out a call of an administration, and puts it on record: an act with how it ended, and whatever is refused. // A-13 */
export async function onRecord<Answer>(
  control: AuditControl | undefined,
  { command, args, caller }: { readonly command: AdminCommandName; readonly args: unknown; readonly caller: Caller },
  carryOut: () => Promise<Answer>,
): Promise<Answer> {
  const note = (outcome: AuditNote['outcome'], code?: string): void => {
    control?.audit?.note({
      actor: caller.actor,
      origin: caller.surface ?? 'program',
      action: command,
      outcome,
      ...factsOf(args),
      ...(code === undefined ? {} : { code }),
    })
  }
  const answer = await carryOut().catch((error: unknown) => {
    if (isRefusal(error)) note('refused', error.code)
    else if (isAct(command)) note('failed', error instanceof SrvraError ? error.code : 'E_UNFORESEEN')
    throw error
  })
  if (isAct(command) && !CHANGES.has(command)) note('done')
  return answer
}

function isAct(command: AdminCommandName): boolean {
  return ALSO_READS.has(command) || (adminRules[command].access !== 'read' && !LOOKS.has(command))
}

/** What the gate did not let through for who asked. What is malformed fails. */
function isRefusal(error: unknown): error is SrvraError {
  return error instanceof SrvraError && (error.code === 'E_FORBIDDEN' || error.code === 'E_FILE_NOT_CHOSEN')
}

function factsOf(args: unknown): Pick<AuditNote, 'target' | 'details'> {
  if (typeof args !== 'object' || args === null) return {}
  const members = args as Readonly<Record<string, unknown>>
  const target = TARGETS.map((name) => members[name]).find((value) => typeof value === 'string')
  const details: Record<string, string | number | boolean> = {}
  for (const name of DETAILS) {
    const value = members[name]
    if (typeof value === 'number' ? Number.isFinite(value) : typeof value === 'boolean') details[name] = value as number | boolean
    if (typeof value === 'string') details[name] = bounded(value)
  }
  return {
    ...(typeof target === 'string' ? { target: bounded(target) } : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  }
}

/** Well-formed text of a bounded length: what was refused may be anything. */
function bounded(text: string): string {
  return text.slice(0, LONGEST).toWellFormed()
}
