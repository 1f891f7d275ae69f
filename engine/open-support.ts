import { join } from 'node:path'
import { MemoryTicketStore } from './adapters/memory-ticket-store.ts'
import { SqliteTicketStore } from './adapters/sqlite-ticket-store.ts'
import { systemClock } from './adapters/system-clock.ts'
import { systemRandom } from './adapters/system-random.ts'
import type { ConflictQueue } from './conflict/conflict-queue.ts'
import type { JsonObject } from './core/json/index.ts'
import { Redactor } from './core/redactor.ts'
import { chainFacts, configurationFacts, countFacts } from './engine-facts.ts'
import { reporterOf } from './engine-log.ts'
import { ENGINE_VERSION } from './engine-version.ts'
import type { ListenOptions } from './open-hub.ts'
import type { Monitoring } from './monitoring/monitoring.ts'
import type { Scheduler } from './ports/scheduler.ts'
import type { Storage } from './ports/storage.ts'
import { Support } from './support/support.ts'
import type { SyncStatistics } from './sync-statistics.ts'
import type { ResolvedSyncOptions } from './sync-options.ts'

/** What support knows of an engine. */
export interface SupportedEngine {
  readonly options: ResolvedSyncOptions
  readonly storage: Storage
  readonly monitoring: Monitoring
  readonly conflicts: ConflictQueue | undefined
  getStatistics(): SyncStatistics
}

/** Support, and how to tell it of secrets that come later. */
export interface OpenSupport {
  readonly support: Support
  /** Has the tokens and the key of a hub taken out of everything that is written or sent. */
  readonly hide: (listen: ListenOptions) => void
}

/** Support on the means of Node.js. Without a folder tickets end with the process. */
export function openSupport(engine: SupportedEngine, scheduler: Scheduler, dir: string | undefined): OpenSupport {
  const { options } = engine
  const { log, clock = systemClock, random = systemRandom, actor } = options
  const redactor = new Redactor()
  const hideText = (secret: string): void => {
    redactor.hide(secret)
    log?.hide(secret)
  }
  const hide = ({ tokens, tls }: ListenOptions): void => {
    for (const token of Object.keys(tokens ?? {})) hideText(token)
    if (tls) hideText(tls.key)
  }
  if (options.listen) hide(options.listen)
  if (options.token !== undefined) hideText(options.token)
  const support = new Support({
    openStore: () => (dir === undefined ? new MemoryTicketStore() : new SqliteTicketStore(join(dir, 'support.sqlite'))),
    sources: {
      versions: () => versionFacts(),
      configuration: () => configurationFacts(options),
      log: (limit) => log?.page({}, limit).entries,
      metrics: (from, to) => metricFacts(engine.monitoring, from, to),
      chain: () => chainFacts(engine.storage),
      counts: () => countFacts(engine.getStatistics(), engine.conflicts),
    },
    redactor,
    hide: hideText,
    clock,
    scheduler,
    random,
    installation: engine.storage.storeId,
    actor,
    report: reporterOf(log, 'support'),
  })
  return { support, hide }
}

function versionFacts(): JsonObject {
  const { node, v8, electron, chrome, uv, openssl } = process.versions
  const runtime = { node, v8, electron, chrome, uv, openssl }
  const known = Object.entries(runtime).flatMap(([name, version]) => (version === undefined ? [] : [[name, version] as const]))
  return { engine: ENGINE_VERSION, platform: process.platform, arch: process.arch, ...Object.fromEntries(known) }
}

/** Names of series hold no keys and no values (O-2). */
function metricFacts(monitoring: Monitoring, from: number, to: number): JsonObject | undefined {
  if (!monitoring.enabled) return undefined
  const stretches = monitoring.seriesNames().map((name) => {
    const { stepMs, buckets } = monitoring.series(name, from, to)
    return [name, { stepMs, buckets: buckets.map(({ at, count, sum, min, max }) => [at, count, sum, min, max]) }] as const
  })
  return { from, to, bucket: ['at', 'count', 'sum', 'min', 'max'], series: Object.fromEntries(stretches) }
}
