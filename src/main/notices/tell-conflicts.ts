import type { Preferences, QueueSummary } from '../../shared/contract.ts'
import { conflictNotice, type Notice } from './conflict-notice.ts'

/** Conflicts of one moment are one notice, and nobody is told more often than that. */
const AT_MOST_EVERY_MS = 10_000

export interface NoticeSurroundings {
  readonly wanted: () => Preferences['conflictNotices']
  /** Somebody looks at the console: what is new is on screen. */
  readonly inFront: () => boolean
  readonly show: (notice: Notice) => void
  /** The number on the program's icon; 0: none. */
  readonly badge: (count: number) => void
}

export interface ConflictTeller {
  readonly moved: (summary: QueueSummary) => void
  readonly stop: () => void
}

/** Tells of new conflicts while the console is in the background, and counts what waits on its icon. // V-164 */
export function tellConflicts({ wanted, inFront, show, badge }: NoticeSurroundings): ConflictTeller {
  let told: QueueSummary | undefined
  let latest: QueueSummary | undefined
  let timer: NodeJS.Timeout | undefined

  const look = (): void => {
    timer = undefined
    if (latest === undefined) return
    const notice = told === undefined || inFront() ? undefined : conflictNotice(told, latest, wanted())
    told = latest
    if (notice === undefined) return
    show(notice)
    timer = setTimeout(look, AT_MOST_EVERY_MS)
  }

  return {
    moved(summary) {
      latest = summary
      badge(summary.waiting)
      // What waits already when the console starts is no news.
      if (told === undefined) told = summary
      else if (timer === undefined) look()
    },
    stop: () => clearTimeout(timer),
  }
}
