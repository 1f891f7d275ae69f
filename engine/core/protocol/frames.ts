import type { Answers, Changes, Digest, Documents, Drain, ErrorFrame, Inspect, Listing, Snapshot, Welcome } from './hub-frames.ts'
import type { Applied, AskDigest, Compare, Fetch, Hello, Push, ReceivedPush, Report, Subscribe } from './replica-frames.ts'

export type * from './hub-frames.ts'
export type * from './parts.ts'
export type * from './replica-frames.ts'

/** The protocol that this code speaks. */
export const PROTOCOL_VERSION = 1

export interface Ping {
  readonly type: 'ping'
  /** Comes back in the pong. */
  readonly t: number
}

export interface Pong {
  readonly type: 'pong'
  readonly t: number
}

/** What a replica sends, as the hub reads it. */
export type ReceivedFrame = Hello | ReceivedPush | Applied | Subscribe | Fetch | AskDigest | Compare | Report | Ping | Pong
export type ReplicaFrame = Hello | Push | Applied | Subscribe | Fetch | AskDigest | Compare | Report | Ping | Pong
export type HubFrame =
  | Welcome
  | Answers
  | Changes
  | Snapshot
  | Documents
  | Digest
  | Listing
  | Inspect
  | Drain
  | ErrorFrame
  | Ping
  | Pong
