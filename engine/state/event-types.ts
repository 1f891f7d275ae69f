import type { JsonValue } from '../core/json/index.ts'
import type { StateUpdate } from './state-update.ts'

/** The value of a document changed, by whatever kind of change. Payload: the update. */
export const DATA_CHANGE = 'data-change'
/** A change was committed, to a value or to metadata. Payload: the update. */
export const STATE_UPDATED = 'state-updated'
/** A key has a new version. */
export const VERSION_CHANGE = 'version-change'
/** An atomic batch was committed; the events of its changes came before. */
export const BATCH_COMPLETE = 'batch-complete'
/** A round of synchronization with a node is complete. */
export const SYNC_COMPLETE = 'sync-complete'
/** Two sides changed the same thing; a handler may return a resolution. */
export const CONFLICT = 'conflict'
export const CONFLICT_RESOLVED = 'conflict-resolved'
/** Payload: the status itself. */
export const NETWORK_STATUS = 'network-status'
export const RECONNECTING = 'reconnecting'
export const SYNC_ERROR = 'sync-error'
/** The hub was put back to an earlier state, and this replica goes on with it. */
export const HUB_RESTORED = 'hub-restored'
/** A subscriber or an event handler threw or rejected; the others ran. */
export const HANDLER_ERROR = 'handler-error'
/** A write that was accepted could not be put on the store's medium. */
export const WRITE_FAILED = 'write-failed'

export interface VersionChangeEvent {
  readonly key: string
  readonly previousVersion: number
  readonly version: number
  readonly seq: number
}

export interface BatchCompleteEvent {
  readonly fromSeq: number
  readonly toSeq: number
  readonly changes: number
  /** True for a bulk, which has no events of its single changes. */
  readonly bulk: boolean
  readonly durable: Promise<void>
}

export interface SyncCompleteEvent {
  /** How many changes were exchanged, both ways. */
  readonly changes: number
  readonly sent: number
  readonly received: number
}

export interface ConflictEvent {
  readonly key: string
  /** The conflict's id at the hub, and why it needs a person. */
  readonly id?: string
  readonly reason?: string
  /** The value both sides began with; undefined when it is not known. */
  readonly baseValue: JsonValue | undefined
  readonly clientValue: JsonValue | undefined
  readonly serverValue: JsonValue | undefined
}

export interface ConflictResolvedEvent {
  readonly key: string
  readonly strategy: string
  readonly value: JsonValue | undefined
}

export type NetworkStatus = 'online' | 'offline'

export interface ReconnectingEvent {
  /** From 1. */
  readonly attempt: number
  readonly delayMs: number
}

export interface SyncErrorEvent {
  readonly code: string
  readonly message: string
  readonly key?: string
}

export interface HubRestoredEvent {
  /** The life of the hub that began, and the last of its positions from before that this replica shares. */
  readonly epoch: number
  readonly since: number
  /** Documents that are fetched anew, because what was here is not there any more. */
  readonly documents: number
  /** Own writes that the hub had taken in and lost; they go back to it, and wait there for a person. */
  readonly writes: number
}

/** Whose code failed, on what. */
export interface HandlerFailure {
  /** The event's name, or the key that a state subscriber was told about. */
  readonly source: string
  readonly subscriberId: string
  readonly error: unknown
}

export interface WriteFailedEvent {
  readonly keys: readonly string[]
  readonly error: unknown
}

/** What each event carries. An application adds its own by declaring members of this interface. */
export interface EventPayloads {
  [DATA_CHANGE]: StateUpdate
  [STATE_UPDATED]: StateUpdate
  [VERSION_CHANGE]: VersionChangeEvent
  [BATCH_COMPLETE]: BatchCompleteEvent
  [SYNC_COMPLETE]: SyncCompleteEvent
  [CONFLICT]: ConflictEvent
  [CONFLICT_RESOLVED]: ConflictResolvedEvent
  [NETWORK_STATUS]: NetworkStatus
  [RECONNECTING]: ReconnectingEvent
  [SYNC_ERROR]: SyncErrorEvent
  [HUB_RESTORED]: HubRestoredEvent
  [HANDLER_ERROR]: HandlerFailure
  [WRITE_FAILED]: WriteFailedEvent
}

/** What a handler of the name gets: the event's own payload, or unknown for wildcards and undeclared events. */
export type PayloadOf<Name extends string> = Name extends keyof EventPayloads ? EventPayloads[Name] : unknown
