import type { Scheduler } from '../../ports/scheduler.ts'
import type { SrvraEventBus } from '../../state/event-bus.ts'
import { BATCH_COMPLETE, STATE_UPDATED } from '../../state/event-types.ts'
import type { ClientSummary } from '../commands.ts'
import type { Stopwatch } from '../slices.ts'
import type { HubControl } from './hub-control.ts'
import { summarizeClients } from './summarize-clients.ts'

/** No more often than a person can follow. */
const AT_MOST_EVERY_MS = 250
/** While clients are connected their figures move without any event: acknowledged positions, waiting bytes, idle seconds. */
const PULSE_MS = 1000
/** A summary looks at every client: with very many of them it is made less often, so that it never takes more than a part of the time. */
const SHARE_OF_TIME = 20

export interface ClientFeedParts {
  readonly hub: HubControl
  readonly bus: SrvraEventBus
  readonly scheduler: Scheduler
  readonly stopwatch: Stopwatch
}

/** Tells of all clients in a few figures while anything about them moves. The returned function ends it. // V-132 */
export function followClients(parts: ClientFeedParts, tell: (summary: ClientSummary) => void): () => void {
  const { hub, bus, scheduler, stopwatch } = parts
  let pauseMs = AT_MOST_EVERY_MS
  let cancel: (() => void) | undefined
  let pulse: (() => void) | undefined
  const look = (): void => {
    cancel = undefined
    const before = stopwatch()
    const summary = summarizeClients(hub.clients(), hub.statistics())
    pauseMs = Math.max(AT_MOST_EVERY_MS, (stopwatch() - before) * SHARE_OF_TIME)
    tell(summary)
    pulse?.()
    pulse = summary.known > summary.byStatus.offline ? scheduler.after(PULSE_MS, moved) : undefined
  }
  const moved = (): void => {
    cancel ??= scheduler.after(pauseMs, look)
  }
  const stops = [hub.onClients(moved)]
  const ids = [bus.subscribe(STATE_UPDATED, moved), bus.subscribe(BATCH_COMPLETE, moved)]
  moved()
  return () => {
    cancel?.()
    pulse?.()
    for (const stop of stops) stop()
    for (const id of ids) bus.unsubscribe(id)
  }
}
