import type { ChangeKind } from '../../core/log/change.ts'
import type { HistoryEntry, LogPosition } from '../../ports/storage.ts'
import type { TaskView } from './tasks.ts'

export interface EngineOverview {
  readonly storeId: string
  /** Absent when the store lives in memory. */
  readonly file?: string
  readonly openedAt: number
  readonly documents: number
  readonly deletedDocuments: number
  readonly changes: number
  readonly bytes: number
  readonly historyBytes: number
  readonly head: LogPosition
  readonly horizon: LogPosition
  readonly subscribers: number
  readonly lastVerify?: { readonly at: number; readonly problems: number; readonly changes: number }
  /** Writes in each of the last 60 minutes, oldest first; the last one is the minute that runs. */
  readonly writesPerMinute: readonly number[]
  readonly hottest: readonly { readonly key: string; readonly writes: number }[]
  readonly recent: readonly HistoryEntry[]
}

/** What changed, in few words: enough for a list to refresh itself. */
export interface ChangeNotice {
  readonly seq: number
  readonly key: string
  readonly version: number
  readonly kind: ChangeKind
  readonly deleted: boolean
  readonly at: number
  readonly actor: string
}

/** What the engine tells on its own, at most once a frame; a burst beyond the cap says how many more there were. */
export interface ChangeEvents {
  changes: { readonly head: number; readonly notices: readonly ChangeNotice[]; readonly omitted: number }
  /** All tasks that run, and those that ended lately, newest first. */
  tasks: readonly TaskView[]
}
