import type { DigestComparison } from './digest-check.ts'
import type { DeadlineCounts } from '../../core/protocol/frames.ts'
import type { Priority } from '../../core/log/change.ts'
import { deadlineCounts } from './replica-counts.ts'
import type { ReplicaParts } from './replica-parts.ts'

/** What a replica has exchanged with its hub since it was opened. Times in milliseconds. */
export interface ReplicaStatistics {
  readonly operations: {
    readonly sent: number
    readonly committed: number
    readonly merged: number
    readonly conflicts: number
    readonly rejected: number
    /** Sent again, because an answer did not come or the hub could not take them then. */
    readonly retries: number
  }
  readonly received: { readonly changes: number; readonly healed: number }
  /** Bytes on the wire, and what deltas and compression left out. */
  readonly bytes: {
    readonly sent: number
    readonly received: number
    readonly savedByDeltas: number
    readonly savedByCompression: number
  }
  /** From the write to its answer. */
  readonly latency: { readonly p50Ms: number; readonly p95Ms: number; readonly p99Ms: number }
  /** Operations that were not answered yet, by lane. */
  readonly queue: Readonly<Record<Priority, number>>
  readonly inFlight: number
  readonly deadLetters: number
  /** Operations answered within what `syncSLA` asks, and later. */
  readonly deadlines: Readonly<Record<Priority, DeadlineCounts>>
  readonly connections: number
  /**
   * Of a hub that was restored: documents that were fetched anew, own writes that it keeps for a person, that it had or that
   * ask for what stands anyway, that it refused, and those still to be brought back.
   */
  readonly restored: {
    readonly documents: number
    readonly conflicts: number
    readonly settled: number
    readonly rejected: number
    readonly waiting: number
  }
  /** How the last comparison of what both sides hold came out. */
  readonly comparison?: DigestComparison
}

/** The figures of this moment. */
export function replicaStatistics(parts: ReplicaParts, comparison: DigestComparison | undefined): ReplicaStatistics {
  const { counts, receiver, replyTimes, pending, outbox, deadLetters, acknowledged } = parts
  const { operations, bytes, changes, connections } = counts
  return {
    operations: { ...operations },
    received: { changes, healed: receiver.healed },
    bytes: { ...bytes },
    latency: { p50Ms: replyTimes.percentile(0.5), p95Ms: replyTimes.percentile(0.95), p99Ms: replyTimes.percentile(0.99) },
    queue: pending.counts(),
    inFlight: outbox.inFlight,
    deadLetters: deadLetters.size,
    deadlines: deadlineCounts(counts),
    connections,
    restored: { ...counts.restored, waiting: acknowledged.due.size },
    ...(comparison ? { comparison } : {}),
  }
}
