import type { LogPosition } from '../../ports/storage.ts'

/** What a rollback would do to one key. */
export interface RollbackLine {
  readonly key: string
  readonly fromVersion: number
  /** 0: the key did not exist then and would be deleted. */
  readonly toVersion: number
  readonly effect: 'change' | 'delete' | 'recreate'
}

export interface RollbackPreview {
  /** Documents that would change, exactly. */
  readonly count: number
  /** Head at the time of the preview; `history.rollback` counts again and refuses with E_STALE_PREVIEW when it differs. */
  readonly seq: number
  /** The first of them, in key order. */
  readonly lines: readonly RollbackLine[]
}

/** One key to a version, or all keys of a pattern to an instant. */
export type RollbackTarget = { readonly key: string; readonly version: number } | { readonly pattern: string; readonly at: number }

/** The shape of the log over time: for the slider and the timeline. */
export interface Timeline {
  readonly horizon: LogPosition
  readonly head: LogPosition
  /** When the first bucket begins and the last one ends. */
  readonly from: number
  readonly to: number
  /** Changes per bucket, equal spans of time. */
  readonly buckets: readonly number[]
}
