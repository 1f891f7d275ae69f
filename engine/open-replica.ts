import { nodeDeflate } from './adapters/node-codec.ts'
import { webSocketTransport } from './adapters/websocket-transport/index.ts'
import type { Hash } from './core/json/index.ts'
import { DEFAULT_PROTOCOL_LIMITS } from './core/protocol/limits.ts'
import { compileKeyPattern } from './core/query/index.ts'
import type { Clock } from './ports/clock.ts'
import type { Random } from './ports/random.ts'
import type { Scheduler } from './ports/scheduler.ts'
import type { Storage } from './ports/storage.ts'
import type { SrvraEventBus } from './state/event-bus.ts'
import type { SrvraStateManager } from './state/srvra-state-manager.ts'
import { Replica } from './sync/replica/replica.ts'
import { durationMs } from './core/duration.ts'
import type { ResolvedSyncOptions } from './sync-options.ts'

export interface OpenReplicaParts {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly hash: Hash
}

const DEFAULT_COMPRESSION_THRESHOLD = 1024

/** Makes a store a replica of the hub at the nodes, on the means of Node.js. */
export function openReplica(parts: OpenReplicaParts, options: ResolvedSyncOptions): Replica {
  const { state } = parts
  const { token, replicaName, compression, compressionThreshold = DEFAULT_COMPRESSION_THRESHOLD } = options
  return new Replica({
    ...parts,
    transport: options.transport ?? webSocketTransport(options.ca === undefined ? {} : { ca: options.ca }),
    codec: options.codec ?? nodeDeflate,
    limits: DEFAULT_PROTOCOL_LIMITS,
    nodes: options.nodes.map(nodeUrl),
    loadBalancing: options.loadBalancing,
    failover: options.failoverStrategy === 'auto',
    ...(token === undefined ? {} : { token }),
    ...(replicaName === undefined ? {} : { name: replicaName }),
    patterns: options.subscribe,
    batchSize: options.batchSize,
    retryAttempts: options.retryAttempts,
    syncInterval: options.syncInterval,
    lane: options.priority,
    slaOf: slaByPattern(options.syncSLA),
    deltasFor: (key) => state.settingsOf(key).enableDeltaUpdates ?? options.enableDeltaUpdates,
    compressionFor: (key) => {
      const settings = state.settingsOf(key)
      const wanted = settings.compression ?? compression
      return wanted ? (settings.compressionThreshold ?? compressionThreshold) : undefined
    },
  })
}

/** A node may be named by its host alone: then it is reached by TLS. */
function nodeUrl(node: string): string {
  return /^wss?:\/\//.test(node) ? node : `wss://${node}`
}

/** Milliseconds by key: the first pattern that matches says it. */
function slaByPattern(sla: ResolvedSyncOptions['syncSLA']): (key: string) => number | undefined {
  if (sla === undefined) return () => undefined
  if (typeof sla === 'string') {
    const everywhere = durationMs(sla)
    return () => everywhere
  }
  const patterns = Object.entries(sla).map(([pattern, text]) => ({ pattern: compileKeyPattern(pattern), ms: durationMs(text) }))
  return (key) => patterns.find(({ pattern }) => pattern.matches(key))?.ms
}
