import type { DeadlineCounts, LaneCounts } from '../../core/protocol/frames.ts'
import type { Priority } from '../../core/log/change.ts'

/** How a replica stands with its hub. */
export type ClientStatus = 'live' | 'catching-up' | 'draining' | 'offline'

/** A replica as its hub's operator sees it; live figures count from the start of its connection. */
export interface ClientView {
  readonly replica: string
  /** As it calls itself; the id when it has no name. */
  readonly name: string
  /** Who the authenticator takes it for. */
  readonly identity: string
  readonly status: ClientStatus
  /** Where it connects from, or came from last. */
  readonly address: string
  readonly patterns: readonly string[]
  /** Milliseconds since 1970. */
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly connectedAt?: number
  /** The position that it has on its medium, and how many changes of the log lie beyond. */
  readonly appliedSeq: number
  readonly lag: number
  /** Bytes that wait in its socket. */
  readonly queuedBytes: number
  /** What waits at the replica, as it said last. */
  readonly pending: LaneCounts
  readonly deadLetters: number
  readonly deadlines: Readonly<Record<Priority, DeadlineCounts>>
  readonly received: { readonly frames: number; readonly operations: number; readonly bytes: number }
  /** `bytesSaved`: what deltas and compression left out. */
  readonly sent: { readonly frames: number; readonly changes: number; readonly bytes: number; readonly bytesSaved: number }
  readonly answered: { readonly committed: number; readonly merged: number; readonly conflict: number; readonly rejected: number }
  /** Milliseconds of a ping, the last one; absent before the first. */
  readonly roundTripMs?: number
  readonly lastError?: { readonly code: string; readonly message: string; readonly at: number }
  /** Operations and changes per second of the last minute, oldest first. */
  readonly throughput: readonly number[]
}

/** Where a hub receives replicas. */
export type ListenState =
  | { readonly status: 'off' }
  | { readonly status: 'starting'; readonly port: number }
  | { readonly status: 'listening'; readonly url: string; readonly port: number }
  | { readonly status: 'failed'; readonly code: string; readonly message: string; readonly port: number }
