import type { ClientView } from '../../sync/hub/client-view.ts'
import type { HubStatistics } from '../../sync/hub/hub-statistics.ts'
import type { ClientSummary } from '../commands.ts'
import { hasTrouble, pendingOf } from './client-order.ts'

/** All clients in a few figures. // V-132 */
export function summarizeClients(clients: readonly ClientView[], { openConflicts, sent }: HubStatistics): ClientSummary {
  const byStatus = { live: 0, 'catching-up': 0, draining: 0, offline: 0 }
  const throughput: number[] = []
  const sums = { trouble: 0, pending: 0, deadLetters: 0, lag: 0, queuedBytes: 0 }
  for (const client of clients) {
    byStatus[client.status]++
    sums.pending += pendingOf(client)
    sums.deadLetters += client.deadLetters
    sums.queuedBytes += client.queuedBytes
    if (hasTrouble(client)) sums.trouble++
    // Whoever is away is behind by nature: the lag that needs a look is that of somebody who is here.
    if (client.status !== 'offline') sums.lag = Math.max(sums.lag, client.lag)
    if (client.status !== 'offline') addSeries(throughput, client.throughput)
  }
  return {
    known: clients.length,
    byStatus,
    ...sums,
    openConflicts,
    bytesSent: sent.bytes,
    bytesSaved: sent.bytesSaved,
    throughput,
  }
}

function addSeries(sums: number[], series: readonly number[]): void {
  for (const [index, count] of series.entries()) sums[index] = (sums[index] ?? 0) + count
}
