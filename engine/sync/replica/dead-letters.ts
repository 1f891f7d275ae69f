import { SrvraError } from '../../core/errors.ts'
import type { Storage } from '../../ports/storage.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { StateUpdate } from '../../state/state-update.ts'
import { deadLetterRecord } from './replica-records.ts'
import type { DeadLetter, ReplicaRecords } from './replica-records.ts'

/** Operations that the hub refused, kept whole with their reasons until somebody tries again or lets them go (P-73). */
export class DeadLetters {
  readonly #storage: Storage
  readonly #state: SrvraStateManager
  readonly #records: ReplicaRecords
  readonly #ids = new Set<string>()

  constructor(storage: Storage, state: SrvraStateManager, records: ReplicaRecords) {
    this.#storage = storage
    this.#state = state
    this.#records = records
    for (const { opId } of records.deadLetters()) this.#ids.add(opId)
  }

  get size(): number {
    return this.#ids.size
  }

  /** The oldest ones. */
  list(limit: number): readonly DeadLetter[] {
    return [...this.#ids].slice(0, limit).flatMap((opId) => this.#records.deadLetter(opId) ?? [])
  }

  /** A letter was written with the commit that carried out its refusal. */
  added({ opId }: DeadLetter): void {
    this.#ids.add(opId)
  }

  /** Writes it again, as a new operation on what is there now. Throws E_NOT_FOUND, and what the write throws. */
  retry(opId: string): StateUpdate {
    const { key, operation } = this.#letter(opId)
    const { value, metadata } = operation.value
    const reason = operation.reason === undefined ? {} : { reason: operation.reason }
    const options = { priority: operation.priority, cause: `retry:${opId}`, ...reason }
    const update =
      value === undefined
        ? this.#state.deleteState(key, options)
        : this.#state.setState(key, value, { ...options, metadata: whole(metadata) })
    this.#remove(opId)
    return update
  }

  /** Lets it go for good. Throws E_NOT_FOUND. */
  discard(opId: string): void {
    this.#letter(opId)
    this.#remove(opId)
  }

  #letter(opId: string): DeadLetter {
    const letter = this.#records.deadLetter(opId)
    if (letter) return letter
    throw new SrvraError('E_NOT_FOUND', `There is no dead letter ${opId}; deadLetters() lists those there are.`, { opId })
  }

  #remove(opId: string): void {
    void this.#storage.append([], [deadLetterRecord(opId, undefined)])
    this.#ids.delete(opId)
  }
}

/** Metadata as a patch that leaves nothing of what was there. */
function whole(metadata: DeadLetter['operation']['value']['metadata']): object {
  return { tags: null, contentType: null, retentionClass: null, custom: null, ...metadata }
}
