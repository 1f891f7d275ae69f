import type { ReplicaStatistics } from '../sync/replica/replica-statistics.ts'
import type { MetricDefinition, Reading } from './reading.ts'

type Read = MetricDefinition['read']

/** One figure, or none. */
function one(value: number | undefined): readonly Reading[] {
  return value === undefined ? [] : [{ value }]
}

/** A figure for each name of a record with names of the engine's own: never keys, never what is in documents. */
function each(values: Readonly<Record<string, number>> | undefined): readonly Reading[] {
  return Object.entries(values ?? {}).map(([label, value]) => ({ label, value }))
}

function answersOf({ committed, merged, conflicts, rejected }: ReplicaStatistics['operations']): Readonly<Record<string, number>> {
  return { committed, merged, conflict: conflicts, rejected }
}

function deadlinesOf({ deadlines }: ReplicaStatistics, outcome: 'met' | 'missed'): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(deadlines).map(([priority, counts]) => [priority, counts[outcome]]))
}

function counter(group: MetricDefinition['group'], name: string, help: string, read: Read, label?: string): MetricDefinition {
  return { name, help, kind: 'counter', group, read, ...(label === undefined ? {} : { label }) }
}

function gauge(group: MetricDefinition['group'], name: string, help: string, read: Read, label?: string): MetricDefinition {
  return { name, help, kind: 'gauge', group, read, ...(label === undefined ? {} : { label }) }
}

const STATE: readonly MetricDefinition[] = [
  counter('sync', 'srvra_writes_total', 'Changes committed to the log since the start.', ({ state }) =>
    one(state.writes.committed),
  ),
  gauge('sync', 'srvra_log_position', 'Number of the last change of the log.', ({ state }) => one(state.head.seq)),
  gauge('sync', 'srvra_documents', 'Documents that exist.', ({ state }) => one(state.documents)),
  gauge('sync', 'srvra_subscribers', 'Subscribers to keys and patterns.', ({ state }) => one(state.subscribers)),
]

const HUB: readonly MetricDefinition[] = [
  gauge('sync', 'srvra_hub_sessions', 'Replicas that are connected.', ({ hub }) => one(hub?.sessions)),
  gauge('sync', 'srvra_hub_clients', 'Replicas that were ever here.', ({ hub }) => one(hub?.clients)),
  gauge('sync', 'srvra_hub_pending_operations', 'Operations that wait at replicas, as these said last.', ({ hub }) =>
    one(hub?.pending),
  ),
  counter(
    'sync',
    'srvra_hub_operations_total',
    'Operations that replicas pushed, by the answer that they were given.',
    ({ hub }) => each(hub?.answered),
    'answer',
  ),
  counter('sync', 'srvra_hub_changes_sent_total', 'Changes sent to replicas.', ({ hub }) => one(hub?.sent.changes)),
  counter(
    'sync',
    'srvra_hub_wire_bytes_total',
    'Bytes on the wire, by direction.',
    ({ hub }) => each(hub && { received: hub.received.bytes, sent: hub.sent.bytes }),
    'direction',
  ),
  counter('sync', 'srvra_hub_saved_bytes_total', 'Bytes that deltas and compression left out.', ({ hub }) =>
    one(hub?.sent.bytesSaved),
  ),
  gauge('conflicts', 'srvra_conflicts_open', 'Conflicts that wait for a decision.', ({ hub }) => one(hub?.openConflicts)),
  gauge(
    'conflicts',
    'srvra_conflicts_waiting',
    'Conflicts that wait for a decision, by why they could not be merged.',
    ({ hub }) => each(hub?.conflictsByReason),
    'reason',
  ),
]

const REPLICA: readonly MetricDefinition[] = [
  counter(
    'sync',
    'srvra_replica_operations_total',
    'Operations of this replica, by what became of them.',
    ({ sync }) => each(sync && answersOf(sync.operations)),
    'outcome',
  ),
  counter('sync', 'srvra_replica_retries_total', 'Operations that were sent again.', ({ sync }) => one(sync?.operations.retries)),
  gauge(
    'sync',
    'srvra_replica_queue_operations',
    'Operations that wait for an answer, by lane.',
    ({ sync }) => each(sync?.queue),
    'priority',
  ),
  counter(
    'sync',
    'srvra_replica_deadlines_met_total',
    'Operations answered within what syncSLA asks, by lane.',
    ({ sync }) => each(sync && deadlinesOf(sync, 'met')),
    'priority',
  ),
  counter(
    'sync',
    'srvra_replica_deadlines_missed_total',
    'Operations answered later than syncSLA asks, by lane.',
    ({ sync }) => each(sync && deadlinesOf(sync, 'missed')),
    'priority',
  ),
  gauge('sync', 'srvra_replica_dead_letters', 'Operations that the hub refused.', ({ sync }) => one(sync?.deadLetters)),
  counter(
    'sync',
    'srvra_replica_saved_bytes_total',
    'Bytes not sent, by what left them out.',
    ({ sync }) => each(sync && { deltas: sync.bytes.savedByDeltas, compression: sync.bytes.savedByCompression }),
    'by',
  ),
]

const PERFORMANCE: readonly MetricDefinition[] = [
  gauge('performance', 'srvra_storage_bytes', 'Size of the store.', ({ state }) => one(state.bytes)),
  gauge('performance', 'srvra_history_bytes', 'Size of the log, estimated.', ({ state }) => one(state.historyBytes)),
  gauge('performance', 'srvra_process_resident_memory_bytes', 'Memory of the process.', (_, { residentBytes }) =>
    one(residentBytes),
  ),
  gauge('performance', 'srvra_process_heap_used_bytes', 'Heap in use.', (_, { heapUsedBytes }) => one(heapUsedBytes)),
  gauge(
    'performance',
    'srvra_event_loop_lag_seconds',
    'The longest that the event loop was held up within the last reading.',
    (_, { eventLoopLagSeconds }) => one(eventLoopLagSeconds),
  ),
]

/** Every metric that is read off statistics. */
export const CATALOGUE: readonly MetricDefinition[] = [...STATE, ...HUB, ...REPLICA, ...PERFORMANCE]
