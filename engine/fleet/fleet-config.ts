/** A fleet to play. */
export interface FleetConfig {
  readonly scenario: string
  /** How many replicas. Default: what the scenario is about. */
  readonly replicas?: number
  /** How long they act. Absent: until the signal. */
  readonly seconds?: number
  /** Decides what everybody does. */
  readonly seed: number
  /** The hub to connect to. Absent: one of the fleet's own, on this machine. */
  readonly connect?: { readonly url: string; readonly token?: string }
  /** Where the replicas' stores lie. Kept, so that a fleet that is started again goes on. Absent: a folder that goes with the fleet. */
  readonly dir?: string
  /** Default: SQLite up to a hundred replicas, memory for more. */
  readonly storage?: 'sqlite' | 'memory'
  /** Told now and then how the fleet is doing. */
  readonly onProgress?: (progress: FleetProgress) => void
}

export interface FleetProgress {
  readonly online: number
  readonly replicas: number
  readonly written: number
  readonly acknowledged: number
}

/** What a fleet came to. */
export interface FleetReport {
  readonly scenario: string
  readonly replicas: number
  readonly seed: number
  /** Writes that the hub took, and those of them that are not there afterwards: none, or something is broken. */
  readonly acknowledged: number
  readonly lost: number
  readonly conflicts: number
  readonly merged: number
  readonly rejected: number
  /** From a write to its answer, of writes made while connected. */
  readonly p50Ms: number
  readonly p99Ms: number
  /** Whether in the end every replica held what the hub holds. */
  readonly digestsEqual: boolean
}
