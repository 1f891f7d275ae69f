import { SrvraError } from '../../core/errors.ts'
import type { AdminCommandName } from '../commands.ts'
import { adminRules } from '../schemas/index.ts'
import type { Caller } from './caller.ts'

/**
 * Commands that serve somebody who may not read or write every document: they look through that person's eyes, or show no
 * document at all. All others are for those who may: a new command is closed to the rest until it is listed here.
 */
const OPEN_TO_PARTIAL: ReadonlySet<AdminCommandName> = new Set<AdminCommandName>([
  'people.roles',
  'engine.overview',
  'engine.timeline',
  'results.open',
  'results.continue',
  'results.rows',
  'results.close',
  'documents.get',
  'documents.text',
  'documents.children',
  'documents.complete-key',
  'documents.set',
  'documents.delete',
  'documents.delete-many',
  'documents.tag-many',
  'documents.undo',
  'documents.check',
  'documents.diff',
  'history.recent',
  'history.list',
  'history.diff',
  'history.preview-rollback',
  'history.rollback',
  'tasks.list',
  'tasks.cancel',
  'conflicts.summary',
  'conflicts.list',
  'conflicts.rows',
  'conflicts.get',
  'conflicts.preview',
  'conflicts.resolve',
  'conflicts.resolve-many',
  'conflicts.dismiss',
  'conflicts.claim',
  'conflicts.release',
  'conflicts.snooze',
  'conflicts.reopen',
  'conflicts.history',
  'clients.summary',
  'clients.list',
  'clients.rows',
  'hub.state',
  'metrics.catalogue',
  'metrics.range',
  'metrics.latest',
  'metrics.marks',
  'alerts.list',
  'alerts.history',
  'demo.state',
  'backups.status',
])

/** Throws E_FORBIDDEN when a command reaches further than its caller may look or write. // I-12 */
export function requireReach(command: AdminCommandName, { actor, policy }: Caller): void {
  if (policy === undefined || OPEN_TO_PARTIAL.has(command)) return
  const { access } = adminRules[command]
  const writes = access === 'write' || access === 'operate'
  if (policy.readsAll && (policy.writesAll || !writes)) return
  throw new SrvraError(
    'E_FORBIDDEN',
    `${actor} may not use ${command}: it is for those who may ${policy.readsAll ? 'write' : 'read'} every document.`,
    { command, access },
  )
}
