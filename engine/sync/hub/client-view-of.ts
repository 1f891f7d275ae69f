import type { ClientRecord } from './client-registry.ts'
import type { ClientView } from './client-view.ts'
import type { HubSession } from './hub-session.ts'
import { SessionCounts } from './session-counts.ts'

const NO_COUNTS = new SessionCounts()

/** A replica as its operator sees it, with live figures while it is connected. */
export function clientView(client: ClientRecord, session: HubSession | undefined, headSeq: number, now: number): ClientView {
  const { received, sent, answered, throughput } = session?.channel.counts ?? NO_COUNTS
  const live = session?.live
  const view: ClientView = {
    ...client,
    status: live ? (session.draining ? 'draining' : live.catchingUp ? 'catching-up' : 'live') : 'offline',
    lag: Math.max(0, headSeq - client.appliedSeq),
    queuedBytes: session?.channel.bufferedBytes ?? 0,
    received: { ...received },
    sent: { ...sent },
    answered: { ...answered },
    throughput: throughput.read(now),
  }
  if (!session || !live) return view
  const { roundTripMs } = live
  return {
    ...view,
    connectedAt: session.connectedAt,
    ...(roundTripMs === undefined ? {} : { roundTripMs }),
    ...(session.lastError ? { lastError: session.lastError } : {}),
  }
}
