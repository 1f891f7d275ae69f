import { createMemoryStorage } from '../adapters/memory-storage/index.ts'
import { nodeSha256 } from '../adapters/node-hash.ts'
import type { AdminService } from '../admin/admin-service.ts'
import type { Caller } from '../admin/calls/caller.ts'
import type { AdminArgs, AdminCommandName, AdminResult, ResultSet, TaskView } from '../admin/commands.ts'
import type { AdminOptions } from '../admin/admin-options.ts'
import { createAdminService } from '../admin/create-admin-service.ts'
import { endOfTask } from '../admin/tasks/end-of-task.ts'
import { DEFAULT_JSON_LIMITS } from '../core/json/index.ts'
import type { Clock } from '../ports/clock.ts'
import type { Storage } from '../ports/storage.ts'
import { SrvraEventBus } from '../state/event-bus.ts'
import { SrvraStateManager } from '../state/srvra-state-manager.ts'

/** An operator of tests, who may do everything. */
const operator: Caller = { actor: 'operator-1', access: ['read', 'write', 'operate', 'audit', 'admin'] }

/** A clock that stands until it is moved. */
interface StandingClock extends Clock {
  advance(byMs: number): void
}

export interface AdminFixture {
  readonly admin: AdminService
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly clock: StandingClock
  /** Errors that nobody foresaw. */
  readonly reported: readonly unknown[]
  readonly call: <Name extends AdminCommandName>(
    command: Name,
    args: AdminArgs<Name>,
    caller?: Caller,
  ) => Promise<AdminResult<Name>>
  /** Continues a result set until it is complete. */
  readonly completed: (set: ResultSet) => Promise<ResultSet>
  readonly ended: (started: { readonly taskId: string }) => Promise<TaskView>
}

/** The administration of an engine in memory; a look at the stopwatch takes a millisecond, so that slices are small. */
export function createAdminFixture(options: Partial<AdminOptions> = {}): AdminFixture {
  const clock = standingClock()
  const storage = createMemoryStorage()
  const eventBus = new SrvraEventBus({ clock, historySize: 10 })
  const state = new SrvraStateManager({
    storage,
    eventBus,
    clock,
    limits: DEFAULT_JSON_LIMITS,
    enableVersioning: true,
    historySize: 50,
    actor: 'engine',
  })
  const reported: unknown[] = []
  let ids = 0
  let elapsed = 0
  const admin = createAdminService({
    engine: { storage, stateManager: state, eventBus, hash: nodeSha256 },
    random: { token: () => `id-${++ids}`, fraction: () => 0.5 },
    files: { requireRead: () => {}, requireWrite: () => {} },
    stopwatch: () => elapsed++,
    report: (error) => reported.push(error),
    clock,
    ...options,
  })
  const call: AdminFixture['call'] = (command, args, caller = operator) => admin.call(command, args, caller)
  const completed = async (set: ResultSet): Promise<ResultSet> => {
    let latest = set
    while (!latest.complete) latest = await call('results.continue', { id: set.id })
    return latest
  }
  const ended = ({ taskId }: { readonly taskId: string }): Promise<TaskView> =>
    endOfTask({ list: () => call('tasks.list', {}), onChange: (handler) => admin.on('tasks', handler) }, taskId)
  return { admin, storage, state, clock, reported, call, completed, ended }
}

function standingClock(): StandingClock {
  let now = Date.UTC(2026, 0, 1)
  return {
    now: () => now,
    advance: (byMs) => {
      now += byMs
    },
  }
}
