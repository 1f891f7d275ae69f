import { DECIDED, DECISIONS, WAITING } from '../../conflict/conflict-record.ts'
import { canonicalText } from '../../core/json/index.ts'
import type { JsonObject, JsonValue } from '../../core/json/index.ts'
import type { Storage } from '../../ports/storage.ts'
import { ReplicaRecords } from '../../sync/replica/replica-records.ts'
import type { Acknowledgement } from '../../sync/replica/replica-records.ts'
import { scopeOf } from '../../core/query/scope.ts'
import type { Journal } from './journal.ts'
import { isLater } from './lost-operations.ts'
import type { LostOperation } from './lost-operations.ts'
import type { SimulatedHub } from './simulated-hub.ts'
import type { SimulatedReplica } from './simulated-replica.ts'
import type { SimulatedWorld } from './simulated-world.ts'

/** Everything that is not as it has to be once a simulation has come to rest. Each sentence begins with its rule. */
export function complaintsOf(simulation: SimulatedWorld): readonly string[] {
  const { hub, replicas } = simulation
  return [
    ...replicas.flatMap((replica) => [...convergence(hub.storage, replica), ...accounting(hub, replica), ...liveness(replica)]),
    ...replicas.flatMap(({ name, journal }) => journal.disorder.map((line) => `P-103 ${name}: ${line}`)),
    ...[hub.storage, ...replicas.map(({ storage }) => storage)].flatMap(replay),
    ...uniqueness(hub.storage),
    ...keeping(simulation),
  ]
}

/** P-100: whoever subscribes to a document has what the hub has. */
function convergence(hub: Storage, { name, storage, patterns }: SimulatedReplica): readonly string[] {
  const scope = scopeOf(patterns)
  const theirs = contents(storage, (key) => scope.matches(key))
  const ours = contents(hub, (key) => scope.matches(key))
  return theirs === ours ? [] : [`P-100 ${name} holds\n  ${theirs}\nand the hub\n  ${ours}`]
}

/** P-101: each write has exactly one outcome, and what was acknowledged is there. */
function accounting({ storage: hub, lost }: SimulatedHub, { name, replica, journal }: SimulatedReplica): readonly string[] {
  const complaints: string[] = []
  const { queue, inFlight } = replica.statistics()
  const left = queue.critical + queue.high + queue.normal + queue.low + inFlight
  if (left > 0) complaints.push(`P-101 ${name} still has ${left} operations that nobody answered`)
  for (const { key, opId, outcome, lost: untold } of journal.writes) {
    if (outcome === undefined && !untold) complaints.push(`P-101 ${name}: nobody said what became of ${opId} on ${key}`)
    if (outcome?.outcome === 'rejected') complaints.push(`P-105 ${name}: ${opId} on ${key} was rejected with ${outcome.code}`)
    if (outcome?.outcome === 'conflict' && !isKept(hub, outcome.conflict) && !lost.has(outcome.conflict.slice('c-'.length)))
      complaints.push(`P-101 ${name}: the conflict ${outcome.conflict} is not kept`)
  }
  return [...complaints, ...counting(hub, name, journal)]
}

/** P-101, P-102: the numbers of a document that only one user writes. */
function counting(hub: Storage, name: string, { submittedCount, acknowledgedCount }: Journal): readonly string[] {
  const counted = Number(hub.read(`own/${name}`)?.value ?? 0)
  const complaints: string[] = []
  // Only a reader who had lost sight of it can be in conflict with himself; an operator may have settled that in favour of less.
  const about = (collection: string): boolean =>
    hub.records(collection, { limit: 1000 }).some(({ value }) => (value as JsonObject)['key'] === `own/${name}`)
  const decided = about(DECISIONS)
  // Nor is what a restored hub asks a person about any more than counted.
  if (acknowledgedCount > counted && !decided && !(hub.epoch > 1 && about(WAITING)))
    complaints.push(`P-102 ${name} was told that ${acknowledgedCount} is written, and the hub holds ${counted}`)
  if (submittedCount > counted && !decided && !about(WAITING))
    complaints.push(`P-101 ${name} wrote ${submittedCount} before it was killed, and the hub holds ${counted}`)
  return complaints
}

/** Waiting or decided: once, and never neither. */
function isKept(hub: Storage, conflict: string): boolean {
  const waits = hub.record(WAITING, conflict) !== undefined
  const decision = hub.record(DECISIONS, conflict) as { readonly place: string } | undefined
  return waits || (decision !== undefined && hub.record(DECIDED, decision.place) !== undefined)
}

/** P-104: once faults stop, everybody is in step, and says so. */
function liveness({ name, replica }: SimulatedReplica): readonly string[] {
  const { status } = replica.state
  if (status === 'SYNCED' || (status === 'PARTIAL_SYNC' && replica.deadLetters.size > 0)) return []
  return [`P-104 ${name} is ${status}: ${JSON.stringify(replica.state)}`]
}

/** P-106: the state is what the log leads to. */
function replay(storage: Storage): readonly string[] {
  const state = new Map<string, number>()
  for (let after = storage.horizon().seq; ;) {
    const page = storage.log({ after, limit: 500 })
    for (const { key, version, seq } of page) {
      if (version <= (state.get(key) ?? 0))
        return [`P-106 version ${version} of ${key} comes after ${state.get(key) ?? 0} in the log`]
      state.set(key, version)
      after = seq
    }
    if (page.length < 500) break
  }
  const wrong = [...state].filter(([key, version]) => storage.read(key)?.version !== version)
  return wrong.map(
    ([key, version]) => `P-106 the log leads ${key} to version ${version}, and the state has ${storage.read(key)?.version ?? 0}`,
  )
}

/** P-101: an operation is in the log once, or kept as a conflict once, and never both. */
function uniqueness(hub: Storage): readonly string[] {
  const complaints: string[] = []
  const seen = new Set<string>()
  for (const { opId } of hub.log({ after: hub.horizon().seq, limit: 10_000 })) {
    if (seen.has(opId)) complaints.push(`P-101 ${opId} is in the log twice`)
    if (isKept(hub, `c-${opId}`)) complaints.push(`P-101 ${opId} is in the log, and a conflict, too`)
    seen.add(opId)
  }
  return complaints
}

/** P-147: what a restore took from the hub is there again, waits for a person or was decided by one, or stood anyway. */
function keeping({ hub: { storage, lost }, replicas }: SimulatedWorld): readonly string[] {
  const answered = replicas.flatMap((replica) => [...new ReplicaRecords(replica.storage).acknowledgements()])
  const gone = lost.all().filter((operation) => {
    const { opId, key, hash } = operation
    if (storage.operation(opId) !== undefined || isKept(storage, `c-${opId}`) || stood(storage, key, hash)) return false
    return !answered.some((other) => standsFor(other, operation, storage))
  })
  return gone.map(({ opId, key }) => `P-147 ${opId} on ${key} was taken in, and a restore has lost it for good`)
}

/**
 * Whether an answered operation stands for a lost one: it is the same, which a merge may have found in what stood; or its
 * author made it on top of that, even where it changed nothing.
 */
function standsFor({ key, operation, conflict, seq = 0 }: Acknowledgement, lost: LostOperation, hub: Storage): boolean {
  if (key !== lost.key) return false
  if (operation.opId !== lost.opId) return !lost.conflict && isLater(operation.opId, lost.opId)
  return !conflict && seq > 0 && hub.log({ after: seq - 1, limit: 1 })[0]?.key === key
}

/** Whether a document ever was what somebody asked for. Before its first version it was not there. */
function stood(hub: Storage, key: string, hash: string | undefined): boolean {
  return hash === undefined || hub.history(key, { limit: 1000 }).some((entry) => entry.hash === hash)
}

function contents(storage: Storage, wanted: (key: string) => boolean): string {
  return storage
    .list({ limit: 1000 })
    .filter(({ key }) => wanted(key))
    .map(({ key }) => `${key} ${canonicalText(storage.read(key)?.value as JsonValue)}`)
    .join('; ')
}
