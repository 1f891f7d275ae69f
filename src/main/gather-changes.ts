import type { AdminEvents } from '../../engine/admin/commands.ts'

/** One frame at 60 Hz: the page can not show more often than that. */
const FRAME_MS = 16
/** More notices than a view could name; the rest is counted. */
const MOST_NOTICES = 500

type Changes = AdminEvents['changes']

export interface Gatherer {
  readonly add: (changes: Changes) => void
  readonly stop: () => void
}

/** Gathers what happens within a frame into one message, capped: a flood of changes never floods the page. // V-70 */
export function gatherChanges(send: (changes: Changes) => void): Gatherer {
  let gathered: Changes | undefined
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    timer = undefined
    if (gathered !== undefined) send(gathered)
    gathered = undefined
  }
  return {
    add(changes) {
      gathered = capped(gathered === undefined ? changes : joined(gathered, changes))
      timer ??= setTimeout(flush, FRAME_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

function joined(earlier: Changes, later: Changes): Changes {
  return { head: later.head, notices: [...earlier.notices, ...later.notices], omitted: earlier.omitted + later.omitted }
}

/** Of too many, the latest are named. */
function capped(changes: Changes): Changes {
  const surplus = changes.notices.length - MOST_NOTICES
  if (surplus <= 0) return changes
  return { ...changes, notices: changes.notices.slice(-MOST_NOTICES), omitted: changes.omitted + surplus }
}
