import { SrvraError } from '../core/errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Random } from '../ports/random.ts'
import type { Scheduler } from '../ports/scheduler.ts'
import type { TokenDesk } from '../security/access/token-desk.ts'
import type { SrvraEventBus } from '../state/event-bus.ts'
import type { SrvraStateManager } from '../state/srvra-state-manager.ts'
import type { TransferEngine } from '../transfer/index.ts'
import type { AdminHandler, AdminHandlers, AdminService } from './admin-service.ts'
import { accessCommands } from './access/access-commands.ts'
import { auditCommands } from './audit/audit-commands.ts'
import type { AuditControl } from './audit/audit-control.ts'
import { followAudit } from './audit/follow-audit.ts'
import { onRecord } from './audit/note-calls.ts'
import { backupCommands } from './backups/backup-commands.ts'
import type { BackupControl } from './backups/backup-control.ts'
import { DrillFailed } from './backups/drill-failed.ts'
import { PreparedRestores } from './backups/prepared-restores.ts'
import { bulkCommands } from './bulk/bulk-commands.ts'
import { admitCall } from './calls/admit-call.ts'
import type { ConflictControl } from './conflicts/conflict-control.ts'
import { conflictCommands } from './conflicts/conflict-commands.ts'
import { followConflicts } from './conflicts/follow-conflicts.ts'
import { ruleCommands } from './conflicts/rule-commands.ts'
import { followChanges } from './change-feed.ts'
import type { AdminArgs, AdminCommandName, AdminEvents, TaskProblem } from './commands.ts'
import { demoCommands } from './demo/demo-commands.ts'
import type { DemoControl } from './demo/demo-control.ts'
import { documentCommands } from './documents/document-commands.ts'
import { undoCommand } from './documents/undo-command.ts'
import { engineCommands } from './engine/engine-commands.ts'
import { sampleCommand, type Sample } from './engine/sample-command.ts'
import { historyCommands } from './history/history-commands.ts'
import { clientCommands } from './hub/client-commands.ts'
import { followClients } from './hub/follow-clients.ts'
import { hubCommands } from './hub/hub-commands.ts'
import type { HubControl } from './hub/hub-control.ts'
import { followMonitoring } from './monitoring/follow-monitoring.ts'
import { monitoringCommands } from './monitoring/monitoring-commands.ts'
import { NotedActs } from './monitoring/note-acts.ts'
import type { NotifierControl } from './monitoring/notifier-control.ts'
import type { MonitoringControl } from './monitoring/monitoring-control.ts'
import { resultCommands } from './results/result-commands.ts'
import { ResultSets } from './results/result-sets.ts'
import { followLog, logCommands } from './support/log-commands.ts'
import { followSupport } from './support/follow-support.ts'
import { supportCommands } from './support/support-commands.ts'
import type { SupportControl } from './support/support-control.ts'
import { adminRules } from './schemas/index.ts'
import type { Stopwatch } from './slices.ts'
import { TaskBoard } from './tasks/task-board.ts'
import { taskCommands } from './tasks/task-commands.ts'
import type { FileAccess } from './transfer/file-access.ts'
import { problemsOf, transferCommands } from './transfer/transfer-commands.ts'

/** What an administration works on, and by what means. */
export interface AdminOptions {
  readonly engine: Omit<TransferEngine, 'stateManager'> & {
    readonly stateManager: SrvraStateManager
    readonly eventBus: SrvraEventBus
  }
  readonly clock: Clock
  readonly random: Random
  readonly files: FileAccess
  readonly stopwatch: Stopwatch
  /** Hears of errors that nobody foresaw. */
  readonly report: (error: unknown) => void
  /** Where the store lies; absent in memory. */
  readonly file?: string
  /** The sample workspace, for a surface that offers one. */
  readonly sample?: Sample
  /** The hub that the engine is, and what its news are paced with. */
  readonly hub?: HubControl
  readonly scheduler?: Scheduler
  /** What waits for a decision there. */
  readonly conflicts?: ConflictControl
  /** Tickets and the log of what befell the engine. */
  readonly support?: SupportControl
  /** Its figures and alerts. */
  readonly monitoring?: MonitoringControl
  /** Who is told of its alerts, where that can be set. */
  readonly notifiers?: NotifierControl
  /** Demos, for a surface that can run them. */
  readonly demo?: DemoControl
  /** Backups, where the store is one that can be backed up. */
  readonly backups?: BackupControl
  /** Tokens that let replicas and services in. */
  readonly access?: TokenDesk
  /** Who did what, calls of the administration included. */
  readonly audit?: AuditControl
}

/** Builds the administration of one engine. */
export function createAdminService(options: AdminOptions): AdminService {
  const { clock, random, report } = options
  const tasks = new TaskBoard({ clock, random, report, problemsOf: allProblemsOf })
  const prepared = new PreparedRestores()
  const noted = new NotedActs({ monitoring: options.monitoring, tasks, backups: options.backups, report })
  const call = callOn(handlersOf(options, { tasks, prepared, noted }), options.audit)
  const stops = new Set<() => void>()
  const sources = sourcesOf(options, tasks)
  return {
    call,
    on: (event, handler) => {
      const stop = sources[event](handler)
      stops.add(stop)
      return () => {
        stops.delete(stop)
        stop()
      }
    },
    close: async () => {
      await tasks.close()
      await prepared.close()
      noted.close()
      for (const stop of stops) stop()
    },
  }
}

/** Every call passes the gate, and is on record. */
function callOn(handlers: AdminHandlers, audit: AuditControl | undefined): AdminService['call'] {
  return (command, args, caller) =>
    onRecord(audit, { command, args, caller }, async () => {
      const admitted = admitCall<AdminArgs<typeof command>>(command, adminRules[command], args, caller)
      return await handlerOf(handlers, command)(admitted, caller)
    })
}

interface Desks {
  readonly tasks: TaskBoard
  readonly prepared: PreparedRestores
  readonly noted: NotedActs
}

/** What answers each command. */
function handlersOf(options: AdminOptions, { tasks, prepared, noted }: Desks): AdminHandlers {
  const { engine, clock, random, stopwatch, files } = options
  const hub = (): HubControl => options.hub ?? refuse()
  const conflicts = (): ConflictControl => options.conflicts ?? refuse()
  const { storage, stateManager: state } = engine
  const sets = new ResultSets(storage, random, stopwatch)
  return {
    ...engineCommands({ storage, state, tasks, clock, stopwatch, file: options.file }),
    ...sampleCommand(state, tasks, options.sample),
    ...resultCommands(sets, storage, clock),
    ...documentCommands(storage, state, stopwatch),
    ...bulkCommands({ storage, state, sets, tasks }),
    ...undoCommand(state, tasks, stopwatch),
    ...historyCommands({ storage, state, tasks, stopwatch }),
    ...transferCommands({ engine, files, sets, tasks, clock, random }),
    ...taskCommands(tasks),
    ...clientCommands(hub),
    ...hubCommands(hub),
    ...conflictCommands(conflicts, state, clock),
    ...ruleCommands(conflicts, noted),
    ...monitoringCommands(options.monitoring, clock, options.notifiers),
    ...demoCommands(state, options.demo),
    ...backupCommands({ control: options.backups, files, tasks, prepared }),
    ...supportCommands(options.support, files),
    ...logCommands(options.support?.log),
    ...accessCommands(options.access),
    ...auditCommands({ control: options.audit, storage, tasks, files, clock, random }),
  }
}

type Sources = { readonly [Name in keyof AdminEvents]: (handler: (payload: AdminEvents[Name]) => void) => () => void }

/** Where each event comes from. */
function sourcesOf(options: AdminOptions, tasks: TaskBoard): Sources {
  const { eventBus, storage } = options.engine
  return {
    changes: (handler) => followChanges(eventBus, storage, handler),
    tasks: (handler) => tasks.onChange(handler),
    clients: (handler) => clientsOf(options, handler),
    conflicts: (handler) => conflictsOf(options, handler),
    hub: (handler) => options.hub?.onListen(handler) ?? nothingToEnd,
    support: (handler) => followSupport(options, handler),
    log: (handler) => followLog(options, handler),
    demo: (handler) => options.demo?.onState(handler) ?? nothingToEnd,
    backups: (handler) => options.backups?.onStatus(handler) ?? nothingToEnd,
    audit: (handler) => followAudit(options, handler),
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
  handler: (summary: AdminEvents['conflicts']) => void,
): () => void {
  if (control === undefined || scheduler === undefined) return nothingToEnd
  return followConflicts({ control, scheduler, clock }, handler)
}

function allProblemsOf(error: unknown): readonly TaskProblem[] {
  return error instanceof DrillFailed ? error.problems : problemsOf(error)
}

function nothingToEnd(): void {}

function refuse(): never {
  throw new SrvraError('E_NO_HUB', 'This engine is no hub: no client can connect to it.')
}

/** TypeScript sees the union of all handlers here, and can not know that name and handler belong together. */
function handlerOf<Name extends AdminCommandName>(handlers: AdminHandlers, name: Name): AdminHandler<Name> {
  return handlers[name]
}
