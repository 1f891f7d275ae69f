import type { LedgerCounts } from './ledger.ts'

/** A fleet to play. */
export interface FleetConfig {
  readonly scenario: string
  /** How many replicas. Default: what the scenario is about. */
  readonly replicas?: number
  /** How long they act once all are there. Absent: until the signal. */
  readonly seconds?: number
  /** Decides what everybody does. */
  readonly seed: number
  /** The hub to connect to. Absent: one of the fleet's own, on this machine. */
  readonly connect?: { readonly url: string; readonly token?: string; readonly ca?: string }
  /** Where the replicas' stores lie. Kept, so that a fleet that is started again goes on. Absent: a folder that goes with the fleet. */
  readonly dir?: string
  /** Default: SQLite up to a hundred replicas, memory for more. */
  readonly storage?: 'sqlite' | 'memory'
  /** Told once a second how the fleet is doing. */
  readonly onProgress?: (progress: FleetProgress) => void
}

export interface FleetProgress extends LedgerCounts {
  /** Since the fleet began to act. */
  readonly elapsedMs: number
  readonly replicas: number
  readonly online: number
  /** Writes whose outcome nobody knows yet. */
  readonly waiting: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** What a fleet came to. */
export interface FleetReport {
  readonly scenario: string
  readonly replicas: number
  readonly seed: number
  /** How long it acted. */
  readonly seconds: number
  /** Writes that the hub took, and those of them that are not there afterwards: none, or something is broken. */
  readonly acknowledged: number
  readonly lost: number
  readonly conflicts: number
  /** Of the acknowledged ones, those that were merged with what others had written meanwhile. */
  readonly merged: number
  readonly rejected: number
  /** Without an outcome when the fleet ended; they are in the outboxes. */
  readonly waiting: number
  /** From a write to its answer, of writes made while connected. */
  readonly p50Ms: number
  readonly p99Ms: number
  /** Whether in the end every replica that was not held offline held what the hub holds. */
  readonly digestsEqual: boolean
}
