import { SrvraError } from '../core/errors.ts'
import { escapeKeyPattern } from '../core/query/index.ts'
import type { Transport } from '../ports/transport.ts'
import type { SrvraDataSync } from '../srvra-data-sync.ts'
import { ReplicaRecords } from '../sync/replica/replica-records.ts'
import { scopeOf } from '../core/query/scope.ts'

/** Where nobody connects: what is written waits in the outbox. */
export const OFFLINE: Transport = { connect: () => () => undefined }

/** Patterns of earlier pushes and of other uses of the folder that stay, the latest ones. */
const KEPT_PATTERNS = 1000

/**
 * Makes an engine hold what an outbox needs: the documents that it held, that wait, and the one to be written. Throws
 * E_NOT_A_REPLICA for a store with changes of its own that belongs to no hub: its documents would be taken for the hub's. // C-18
 */
export function prepareOutbox(engine: SrvraDataSync, dir: string | undefined, key: string | undefined): void {
  const { storage, replica } = engine
  const records = new ReplicaRecords(storage)
  const position = records.position()
  const waiting = [...records.keyStates()].map(([pending]) => pending)
  if (dir !== undefined && storage.head().seq > 0 && position === undefined && waiting.length === 0) {
    const message = `The store in ${dir} is no copy of a hub's: name another folder with --data, or none to keep nothing here.`
    throw new SrvraError('E_NOT_A_REPLICA', message, { dir })
  }
  const kept = (position?.covered ?? []).slice(-KEPT_PATTERNS)
  const covered = scopeOf(kept)
  const keys = new Set([...waiting, ...(key === undefined ? [] : [key])].filter((one) => !covered.matches(one)))
  replica?.subscribe([...kept, ...[...keys].map(escapeKeyPattern)])
}

/** How many operations wait for the hub, and how many it has refused. */
export interface OutboxCounts {
  readonly waiting: number
  readonly deadLetters: number
}

export function outboxCounts(engine: SrvraDataSync): OutboxCounts {
  let waiting = 0
  for (const [, { operations }] of new ReplicaRecords(engine.storage).keyStates()) waiting += operations.length
  return { waiting, deadLetters: engine.replica?.deadLetters.size ?? 0 }
}
