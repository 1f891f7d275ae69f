import { nodeDeflate } from './adapters/node-codec.ts'
import { anybody, staticTokens } from './adapters/static-tokens.ts'
import { listenWebSocket } from './adapters/websocket-transport/index.ts'
import type { WebSocketListenOptions } from './adapters/websocket-transport/index.ts'
import { ConflictQueue } from './conflict/conflict-queue.ts'
import { ConflictTable } from './conflict/conflict-table.ts'
import { RuleDesk } from './conflict/rule-desk.ts'
import { RuleSets } from './conflict/rule-sets.ts'
import type { SrvraConflictResolver } from './conflict/srvra-conflict-resolver.ts'
import { listeningNotes, reporterOf } from './engine-log.ts'
import type { Hash } from './core/json/index.ts'
import type { Authenticator, Identity } from './ports/authenticator.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Scheduler } from './ports/scheduler.ts'
import type { Storage } from './ports/storage.ts'
import type { SrvraEventBus } from './state/event-bus.ts'
import type { SrvraStateManager } from './state/srvra-state-manager.ts'
import type { TokenDesk } from './security/access/token-desk.ts'
import { HubListener } from './sync/hub/hub-listener.ts'
import type { Admission } from './sync/hub/hub-context.ts'
import { Hub } from './sync/hub/hub.ts'
import type { StageTimes } from './sync/hub/stage-times.ts'

/** Where a hub listens, and whom it lets in. */
export interface ListenOptions extends WebSocketListenOptions {
  /** Who may connect, by the token that they show. Absent, with `authenticator` absent too: anybody, on this machine only. */
  readonly tokens?: Readonly<Record<string, Identity>>
  readonly authenticator?: Authenticator
}

export interface OpenHubOptions {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly hash: Hash
  readonly resolver: SrvraConflictResolver
  readonly authenticator: Authenticator
  /** Told of everybody who asks to be let in. */
  readonly admission?: (admission: Admission) => void
  readonly stages: StageTimes
  /** Is told where the hub listens, and of errors that nobody foresaw. */
  readonly log: Log | undefined
}

/** A hub and where it listens. */
export interface OpenHub {
  readonly hub: Hub
  /** What waits for a decision, and how it is decided. */
  readonly conflicts: ConflictQueue
  /** The merge rules, and what they would do. */
  readonly rules: RuleDesk
  readonly listener: HubListener<ListenOptions>
}

/** Makes a store the authority for replicas, on the means of Node.js. */
export function openHub(options: OpenHubOptions): OpenHub {
  const { log } = options
  const table = new ConflictTable(options.storage)
  const ruleSets = new RuleSets(options.storage, options.clock)
  const conflicts = new ConflictQueue({ ...options, table })
  const rules = new RuleDesk({ ...options, table, ruleSets, queue: conflicts })
  const hub = new Hub({
    ...options,
    codec: nodeDeflate,
    conflicts: table,
    report: reporterOf(log, 'hub'),
    settle: (id, { value, strategy }) => conflicts.resolveWith(id, value, { by: 'handler', strategy }),
  })
  const listener = new HubListener<ListenOptions>(listenWebSocket, (connection) => hub.accept(connection))
  if (log) listener.onState(listeningNotes(log))
  return { hub, conflicts, rules, listener }
}

/**
 * Whom a hub lets in: who shows one of the tokens of its options, or one that was issued. Without any of both only this
 * machine can connect, and its user is one and the same.
 */
export function authenticatorOf(
  { tokens, authenticator }: Pick<ListenOptions, 'tokens' | 'authenticator'>,
  issued: TokenDesk,
): Authenticator {
  if (authenticator) return authenticator
  const known = tokens && staticTokens(tokens)
  const local = anybody({ name: 'local' })
  return {
    authenticate: (credentials) =>
      issued.authenticate(credentials) ?? (known ?? (issued.unused ? local : undefined))?.authenticate(credentials),
    onRevoked: (listener) => issued.onRevoked(listener),
    onRightsChanged: (listener) => issued.onRightsChanged(listener),
  }
}
