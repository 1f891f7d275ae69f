import type { Hash } from '../../core/json/index.ts'
import type { Priority } from '../../core/log/change.ts'
import type { Storage } from '../../ports/storage.ts'
import type { SrvraEventBus } from '../../state/event-bus.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { LinkOptions } from './link-options.ts'

export interface ReplicaOptions extends Omit<LinkOptions, 'counts'> {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly eventBus: SrvraEventBus
  readonly hash: Hash
  readonly token?: string
  readonly name?: string
  readonly patterns: readonly string[]
  readonly batchSize: number
  /** Attempts in a row after which the replica counts as offline. They go on. */
  readonly retryAttempts: number
  /** How often what both sides hold is compared while nothing else happens, in milliseconds. */
  readonly syncInterval: number
  /** The lane of writes that name none. */
  readonly lane: Priority
  readonly slaOf: (key: string) => number | undefined
  readonly deltasFor: (key: string) => boolean
  /** Frames with the key are compressed from so many characters on; undefined: never. */
  readonly compressionFor: (key: string) => number | undefined
}
