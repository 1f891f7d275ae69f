import type { StoreLife } from '../../core/log/store-life.ts'

/** A piece of a base backup. */
export interface BackupPart {
  readonly name: string
  /** As it lies at the target. */
  readonly bytes: number
  /** Hexadecimal, of the object at the target. */
  readonly sha256: string
}

/** A copy of the whole store at one position. */
export interface BaseEntry {
  readonly id: string
  readonly epoch: number
  readonly seq: number
  /** Of the last change in it, and when the copy was made; milliseconds since 1970. */
  readonly at: number
  readonly takenAt: number
  /** The chain's link at `seq`. */
  readonly chain: string
  /** The last entry of the store's journal that is in it. */
  readonly journal: number
  readonly documents: number
  /** Of the store's file. */
  readonly bytes: number
  readonly tookMs: number
  readonly parts: readonly BackupPart[]
}

/** A stretch of the log: its changes after `from` up to `to`, and the writes of records made after them. */
export interface SegmentEntry extends BackupPart {
  readonly epoch: number
  readonly from: number
  readonly to: number
  /** Of the last change in it; of the one before when it holds only records. */
  readonly at: number
  /** The chain's links at `from` and at `to`. */
  readonly chainBefore: string
  readonly chain: string
  /** The last entry of the store's journal that is in it, or was before it. */
  readonly journal: number
  /** Before compression. */
  readonly contentBytes: number
  /** How often stretches were put together to make it. */
  readonly level: number
  /** True when writes of records before it are missing: it can follow nothing but a base backup. */
  readonly gap: boolean
}

/** All that a target keeps of a store. It is signed, so that nothing can be taken away, put back or exchanged unnoticed. */
export interface Manifest {
  readonly format: 1
  readonly storeId: string
  readonly keyId: string
  /** Counts the manifests of this store at this target. */
  readonly count: number
  /** Milliseconds since 1970. */
  readonly writtenAt: number
  /** Oldest first. */
  readonly lives: readonly StoreLife[]
  /** In the order in which they were made. */
  readonly bases: readonly BaseEntry[]
  /** In the order in which they were made: by epoch, then by position. */
  readonly segments: readonly SegmentEntry[]
}
