import type { DocumentPolicy } from '../core/policy/index.ts'
import { followAudit } from './audit/follow-audit.ts'
import { followConflicts } from './conflicts/follow-conflicts.ts'
import { followChanges } from './change-feed.ts'
import type { AdminEvents } from './commands.ts'
import type { AdminOptions } from './admin-options.ts'
import { followClients } from './hub/follow-clients.ts'
import { followMonitoring } from './monitoring/follow-monitoring.ts'
import { followLog } from './support/log-commands.ts'
import { followSupport } from './support/follow-support.ts'
import type { TaskBoard } from './tasks/task-board.ts'

/** Where each event of an administration comes from. */
export type Sources = { readonly [Name in keyof AdminEvents]: (handler: (payload: AdminEvents[Name]) => void) => () => void }

/** Whoever may not read everything hears nothing of what shows more. */
export function sourcesOf(options: AdminOptions, tasks: TaskBoard, policy: DocumentPolicy | undefined): Sources {
  const { eventBus, storage } = options.engine
  const unlessPartial = <Payload>(follow: (handler: Payload) => () => void) => (policy === undefined ? follow : () => nothingToEnd)
  return {
    changes: (handler) => followChanges(eventBus, storage, policy === undefined ? handler : readableOnly(policy, handler)),
    tasks: (handler) => tasks.onChange(handler),
    clients: (handler) => clientsOf(options, handler),
    conflicts: (handler) => conflictsOf(options, policy, handler),
    hub: (handler) => options.hub?.onListen(handler) ?? nothingToEnd,
    support: unlessPartial((handler) => followSupport(options, handler)),
    log: unlessPartial((handler) => followLog(options, handler)),
    demo: (handler) => options.demo?.onState(handler) ?? nothingToEnd,
    backups: (handler) => options.backups?.onStatus(handler) ?? nothingToEnd,
    audit: unlessPartial((handler) => followAudit(options, handler)),
    monitoring: (handler) => (options.monitoring ? followMonitoring(options.monitoring, handler) : nothingToEnd),
  }
}

function clientsOf(
  { engine, hub, scheduler, stopwatch }: AdminOptions,
  handler: (summary: AdminEvents['clients']) => void,
): () => void {
  if (hub === undefined || scheduler === undefined) return nothingToEnd
  return followClients({ hub, bus: engine.eventBus, scheduler, stopwatch }, handler)
}

function conflictsOf(
  { conflicts: control, scheduler, clock }: AdminOptions,
  policy: DocumentPolicy | undefined,
  handler: (summary: AdminEvents['conflicts']) => void,
): () => void {
  if (control === undefined || scheduler === undefined) return nothingToEnd
  return followConflicts({ control, scheduler, clock, ...(policy === undefined ? {} : { policy }) }, handler)
}

function readableOnly(policy: DocumentPolicy, tell: (changes: AdminEvents['changes']) => void): typeof tell {
  return ({ notices, ...rest }) => tell({ ...rest, notices: notices.filter(({ key }) => policy.mayRead(key)) })
}

function nothingToEnd(): void {}
