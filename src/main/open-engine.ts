import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import type { AdminOptions } from '../../engine/admin/admin-options.ts'
import { createAdminService } from '../../engine/admin/create-admin-service.ts'
import { EngineBackups } from '../../engine/admin/backups/engine-backups.ts'
import type { ConflictControl } from '../../engine/admin/conflicts/conflict-control.ts'
import type { FileAccess } from '../../engine/admin/transfer/file-access.ts'
import { nodeSha256 } from '../../engine/adapters/node-hash.ts'
import { systemClock } from '../../engine/adapters/system-clock.ts'
import { systemRandom } from '../../engine/adapters/system-random.ts'
import { systemScheduler } from '../../engine/adapters/system-scheduler.ts'
import type { ConflictQueue } from '../../engine/conflict/conflict-queue.ts'
import type { Log } from '../../engine/ports/log.ts'
import { reportUnforeseen } from '../../engine/report-unforeseen.ts'
import type { RuleDesk } from '../../engine/conflict/rule-desk.ts'
import type { Hub } from '../../engine/sync/hub/hub.ts'
import { keptSettings } from '../../engine/security/audit/audit-settings.ts'
import { SrvraDataSync } from '../../engine/srvra-data-sync.ts'
import { alertNotifiers } from './alerts/notifier-file.ts'
import { DemoHost, type FleetProcesses } from './demo/demo-host.ts'
import { fleetFiles } from './demo/fleet-files.ts'
import type { OpenEngine } from './engine-host.ts'
import { consoleHub, listenOptions, type PortChoice } from './hub/console-hub.ts'
import { hubTokens, type HubTokens } from './hub/hub-tokens.ts'
import { checkpointWhenIdle } from './idle-checkpoint.ts'
import { supportEndpoint } from './support/endpoint-file.ts'
import { sampleSteps } from './sample/index.ts'

/** What the engine of a console is opened with. */
export interface EngineSurroundings {
  readonly dataDir: string
  readonly files: FileAccess
  readonly port: PortChoice
  readonly processes: FleetProcesses
  /** Has the store changed while the engine is closed, and opens it anew. */
  readonly replaceEngine: (change: () => void) => void
  readonly report: (error: unknown) => void
  readonly log: Log
}

/** Opens the store of a data folder as a hub, and its administration. Throws what opening a store throws. */
export async function openEngine(surroundings: EngineSurroundings): Promise<OpenEngine> {
  const { dataDir, port, report } = surroundings
  const tokens = hubTokens(dataDir, report)
  const engine = new SrvraDataSync({
    storage: { dir: dataDir },
    listen: listenOptions(tokens, { port: port.get() }),
    log: surroundings.log,
    // The log has it by then.
    onError: ({ error }) => reportUnforeseen(error),
  })
  const { storage, stateManager, eventBus, options, hub, conflicts, mergeRules, support } = engine
  // From the start, until an operator switches it off. // V-304
  if (keptSettings(storage) === undefined) engine.enableAudit()
  const backups = openBackups(engine, surroundings)
  const demo = openDemo(engine, tokens, surroundings)
  const parts: AdminOptions = {
    engine: { storage, stateManager, eventBus, hash: nodeSha256, limits: options.limits },
    clock: systemClock,
    random: systemRandom,
    scheduler: systemScheduler,
    stopwatch: () => performance.now(),
    file: join(dataDir, 'store.sqlite'),
    sample: sampleSteps,
    files: surroundings.files,
    demo,
    backups,
    report,
    support: { support, log: surroundings.log, endpoint: supportEndpoint(dataDir, support, report) },
    monitoring: engine.monitoring,
    access: engine.access,
    people: engine.people,
    audit: engine,
    notifiers: alertNotifiers(dataDir, engine.monitoring, report),
    ...(hub ? { hub: consoleHub(engine, hub, tokens, port) } : {}),
    ...(hub && conflicts && mergeRules ? { conflicts: conflictControl(hub, conflicts, mergeRules, storage.storeId) } : {}),
  }
  watchOver(engine, report)
  const admin = createAdminService(parts)
  const stopTidying = checkpointWhenIdle(eventBus, storage, report)
  return {
    admin,
    people: engine.people,
    close: async () => {
      stopTidying()
      demo.close()
      await admin.close()
      await engine.close()
    },
  }
}

/** A store without figures is still a store: what keeps them from being kept is reported. */
function watchOver({ monitoring }: SrvraDataSync, report: (error: unknown) => void): void {
  try {
    monitoring.enable({ alerts: true, dashboard: true })
  } catch (error) {
    report(error)
  }
}

function conflictControl(hub: Hub, queue: ConflictQueue, rules: RuleDesk, own: string): ConflictControl {
  return {
    queue,
    rules,
    readers: (key) => hub.readers(key),
    nameOf: (replica) => (replica === own ? 'this hub' : hub.client(replica)?.name),
  }
}

/** Backups that cannot be gone on with must not keep the store from being opened: they are off, and it is told why. */
function openBackups(engine: SrvraDataSync, { dataDir, replaceEngine, report }: EngineSurroundings): EngineBackups {
  return new EngineBackups({ engine, dir: dataDir, clock: systemClock, scheduler: systemScheduler, replaceEngine, report })
}

/** A demo connects as every app does: over the network, with a token of its own. */
function openDemo(engine: SrvraDataSync, tokens: HubTokens, { dataDir, processes, report }: EngineSurroundings): DemoHost {
  const demo = new DemoHost({
    files: fleetFiles(dataDir),
    processes,
    connection: () => (engine.listenState.status === 'listening' ? { url: engine.listenState.url, token: tokens.demo } : undefined),
    now: Date.now,
    newRun: () => randomBytes(12).toString('base64url'),
    newSeed: () => randomInt(0xff_ff_ff),
  })
  engine.onListenState(() => void demo.moved().catch(report))
  return demo
}
