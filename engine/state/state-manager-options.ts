import type { JsonLimits } from '../core/json/index.ts'
import type { Clock } from '../ports/clock.ts'
import type { Storage, StoredDocument } from '../ports/storage.ts'
import type { CommitTimes } from './commit-times.ts'
import type { SrvraEventBus } from './event-bus.ts'
import type { HistoryDefaults } from './key-settings.ts'

/** What a state manager works with. */
export interface StateManagerOptions extends HistoryDefaults {
  readonly storage: Storage
  readonly eventBus: SrvraEventBus
  readonly clock: Clock
  readonly limits: JsonLimits
  /** Who writes when a write does not say. */
  readonly actor: string
  /** Measures commits. Absent: nobody does. */
  readonly commitTimes?: CommitTimes
}

/** A document with everything that is known about it. */
export type StateSnapshot = StoredDocument
