import { SrvraError } from '../core/errors.ts'
import type { DocumentPolicy } from '../core/policy/index.ts'
import type { AdminOptions } from './admin-options.ts'
import type { AdminHandler, AdminHandlers, AdminService } from './admin-service.ts'
import { accessCommands } from './access/access-commands.ts'
import { auditCommands } from './audit/audit-commands.ts'
import type { AuditControl } from './audit/audit-control.ts'
import { onRecord } from './audit/note-calls.ts'
import { backupCommands } from './backups/backup-commands.ts'
import { DrillFailed } from './backups/drill-failed.ts'
import { PreparedRestores } from './backups/prepared-restores.ts'
import { bulkCommands } from './bulk/bulk-commands.ts'
import { admitCall } from './calls/admit-call.ts'
import type { Caller } from './calls/caller.ts'
import { requireReach } from './calls/reach.ts'
import type { ConflictControl } from './conflicts/conflict-control.ts'
import { conflictCommands } from './conflicts/conflict-commands.ts'
import { ruleCommands } from './conflicts/rule-commands.ts'
import type { AdminArgs, AdminCommandName, TaskProblem } from './commands.ts'
import { sourcesOf } from './event-sources.ts'
import type { Sources } from './event-sources.ts'
import { demoCommands } from './demo/demo-commands.ts'
import { documentCommands } from './documents/document-commands.ts'
import { undoCommand } from './documents/undo-command.ts'
import { engineCommands } from './engine/engine-commands.ts'
import { sampleCommand } from './engine/sample-command.ts'
import { historyCommands } from './history/history-commands.ts'
import { clientCommands } from './hub/client-commands.ts'
import { hubCommands } from './hub/hub-commands.ts'
import type { HubControl } from './hub/hub-control.ts'
import { monitoringCommands } from './monitoring/monitoring-commands.ts'
import { NotedActs } from './monitoring/note-acts.ts'
import type { DocumentReads } from './permitted/document-reads.ts'
import { PermittedStorage } from './permitted/permitted-storage.ts'
import { peopleCommands } from './people/people-commands.ts'
import { resultCommands } from './results/result-commands.ts'
import { ResultSets } from './results/result-sets.ts'
import { logCommands } from './support/log-commands.ts'
import { supportCommands } from './support/support-commands.ts'
import { adminRules } from './schemas/index.ts'
import { TaskBoard } from './tasks/task-board.ts'
import { taskCommands } from './tasks/task-commands.ts'
import { problemsOf, transferCommands } from './transfer/transfer-commands.ts'

/** Policies whose lists and tasks are kept; the one that was made first goes first. */
const MOST_VIEWS = 64

/** Builds the administration of one engine. */
export function createAdminService(options: AdminOptions): AdminService {
  const { random, clock, report } = options
  const tasks = new TaskBoard({ clock, random, report, problemsOf: allProblemsOf })
  const prepared = new PreparedRestores()
  const noted = new NotedActs({ monitoring: options.monitoring, tasks, backups: options.backups, report })
  const views = new Views(options, { prepared, noted }, tasks)
  const stops = new Set<() => void>()
  return {
    call: callOn(views, options.audit),
    on: (event, handler, caller) => {
      const stop = views.of(caller).sources[event](handler)
      stops.add(stop)
      return () => {
        stops.delete(stop)
        stop()
      }
    },
    close: async () => {
      await views.close()
      await prepared.close()
      noted.close()
      for (const stop of stops) stop()
    },
  }
}

/** Every call passes the gate, and is on record. */
function callOn(views: Views, audit: AuditControl | undefined): AdminService['call'] {
  return (command, args, caller) =>
    onRecord(audit, { command, args, caller }, async () => {
      const admitted = admitCall<AdminArgs<typeof command>>(command, adminRules[command], args, caller)
      requireReach(command, caller)
      return await handlerOf(views.of(caller).handlers, command)(admitted, caller)
    })
}

/** The administration through somebody's eyes. */
interface View {
  readonly handlers: AdminHandlers
  readonly sources: Sources
  readonly tasks: TaskBoard
}

/** One for all who may read everything; one for each policy of those who may not, with lists and tasks of their own. */
class Views {
  readonly #options: AdminOptions
  readonly #shared: Omit<Desks, 'tasks'>
  readonly #whole: View
  readonly #partial = new Map<DocumentPolicy, View>()

  constructor(options: AdminOptions, shared: Omit<Desks, 'tasks'>, tasks: TaskBoard) {
    this.#options = options
    this.#shared = shared
    this.#whole = this.#open(tasks, options.engine.storage)
  }

  of(caller: Caller | undefined): View {
    const policy = caller?.policy
    if (policy === undefined || policy.readsAll) return this.#whole
    const known = this.#partial.get(policy)
    if (known) return known
    const { clock, random, report, engine } = this.#options
    const tasks = new TaskBoard({ clock, random, report, problemsOf: allProblemsOf })
    const view = this.#open(tasks, new PermittedStorage(engine.storage, policy), policy)
    this.#partial.set(policy, view)
    for (const oldest of this.#partial.keys()) if (this.#partial.size > MOST_VIEWS) this.#partial.delete(oldest)
    return view
  }

  async close(): Promise<void> {
    await this.#whole.tasks.close()
    for (const { tasks } of this.#partial.values()) await tasks.close()
  }

  #open(tasks: TaskBoard, documents: DocumentReads, policy?: DocumentPolicy): View {
    return {
      tasks,
      handlers: handlersOf(this.#options, { ...this.#shared, tasks }, documents),
      sources: sourcesOf(this.#options, tasks, policy),
    }
  }
}

interface Desks {
  readonly tasks: TaskBoard
  readonly prepared: PreparedRestores
  readonly noted: NotedActs
}

/** What answers each command. */
function handlersOf(options: AdminOptions, { tasks, prepared, noted }: Desks, documents: DocumentReads): AdminHandlers {
  const { engine, clock, random, stopwatch, files } = options
  const hub = (): HubControl => options.hub ?? refuse()
  const conflicts = (): ConflictControl => options.conflicts ?? refuse()
  const { storage, stateManager: state } = engine
  const sets = new ResultSets(documents, random, stopwatch)
  return {
    ...engineCommands({ storage: documents, state, tasks, clock, stopwatch, file: options.file }),
    ...sampleCommand(state, tasks, options.sample),
    ...resultCommands(sets, documents, clock),
    ...documentCommands(documents, state, stopwatch),
    ...bulkCommands({ storage: documents, state, sets, tasks }),
    ...undoCommand(documents, state, tasks, stopwatch),
    ...historyCommands({ storage: documents, state, tasks, stopwatch }),
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
    ...peopleCommands(options.people, options.access),
    ...auditCommands({ control: options.audit, storage, tasks, files, clock, random }),
  }
}

function allProblemsOf(error: unknown): readonly TaskProblem[] {
  return error instanceof DrillFailed ? error.problems : problemsOf(error)
}

function refuse(): never {
  throw new SrvraError('E_NO_HUB', 'This engine is no hub: no client can connect to it.')
}

/** TypeScript sees the union of all handlers here, and can not know that name and handler belong together. */
function handlerOf<Name extends AdminCommandName>(handlers: AdminHandlers, name: Name): AdminHandler<Name> {
  return handlers[name]
}
