import { parseDelta, patch } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { contentHash } from '../../core/json/index.ts'
import type { Answer } from '../../core/protocol/frames.ts'
import { receiveAbsence, settle } from '../../core/session/key-state.ts'
import type { KeyState, PendingOperation } from '../../core/session/key-state.ts'
import type { Contents } from '../../core/session/merge-contents.ts'
import type { SyncOutcome } from '../../state/state-update.ts'
import { ApplyDraft } from './apply-draft.ts'
import type { ApplyContext } from './apply-draft.ts'
import type { Acknowledged } from './acknowledged.ts'
import type { OutboxPart } from './outbox-unit.ts'
import { deadLetterRecord, staleRecord } from './replica-records.ts'
import type { Acknowledgement, DeadLetter } from './replica-records.ts'

/** An operation and what the hub made of it. */
export interface Settled {
  readonly key: string
  readonly operation: PendingOperation
  readonly outcome: SyncOutcome
  /** What the hub has instead, as far as this replica knows. */
  readonly confirmed: Contents
}

/** What the meaning of an answer depends on. */
export interface SettlementContext extends ApplyContext {
  /** Whether this replica has been told everything about a key up to a position of the hub. */
  readonly isPassed: (key: string, seq: number) => boolean
  /** What the hub took in is remembered there. */
  readonly acknowledged: Acknowledged
  /** Whether a key is subscribed to. */
  readonly isWanted: (key: string) => boolean
}

/** What answers do to this replica: worked out one by one, carried out by one commit (P-66). */
export class Settlement {
  readonly settled: Settled[] = []
  readonly letters: DeadLetter[] = []
  /** Keys whose documents can not be told from what came: they have to be fetched. */
  readonly stale: string[] = []
  readonly #context: SettlementContext
  readonly #now: number
  readonly #draft: ApplyDraft
  readonly #acknowledged: Acknowledgement[] = []

  constructor(context: SettlementContext, now: number) {
    this.#context = context
    this.#now = now
    this.#draft = new ApplyDraft(context)
  }

  add({ key, operation }: OutboxPart, answer: Answer): void {
    const state = this.#draft.stateOf(key)
    const told = this.#toldState(key, state, operation, answer)
    if (told === undefined) this.#distrust(key)
    const next = told ?? settle(state, operation.opId, { status: 'dropped' })
    const cause = answer.status === 'conflict' ? answer.conflict : `${answer.status}:${operation.opId}`
    // What nobody here subscribes to goes out of sight with its last operation (P-78).
    const seen = this.#context.isWanted(key) ? next : receiveAbsence(next)
    this.#draft.update(key, seen, { kind: answer.status === 'merged' ? 'merge' : 'set', actor: 'hub', cause })
    this.settled.push({ key, operation, outcome: outcomeOf(answer), confirmed: next.confirmed.contents })
    if (answer.status === 'rejected') this.#bury(key, operation, answer)
    else this.#remember(key, operation, answer)
  }

  /** Throws what the store throws: then nothing was carried out. */
  commit(committed: () => void): Promise<void> | undefined {
    const remembered = this.#context.acknowledged.plan(this.#acknowledged, [], this.#now)
    for (const record of remembered.records) this.#draft.record(record)
    return this.#draft.commit(() => {
      remembered.committed()
      committed()
    })
  }

  /** P-143: what the hub has it can lose. */
  #remember(key: string, operation: PendingOperation, { status, seq }: Exclude<Answer, { status: 'rejected' }>): void {
    const conflict = status === 'conflict'
    this.#acknowledged.push({ key, operation, conflict, at: this.#now, ...(seq === undefined ? {} : { seq }) })
  }

  #distrust(key: string): void {
    this.stale.push(key)
    this.#draft.record(staleRecord(key, true))
  }

  #bury(key: string, operation: PendingOperation, { code, message }: Extract<Answer, { status: 'rejected' }>): void {
    const letter: DeadLetter = { opId: operation.opId, key, operation, code, message, refusedAt: this.#now }
    this.#draft.record(deadLetterRecord(letter.opId, letter))
    this.letters.push(letter)
  }

  /** Undefined when a merge's result can not be told from what came. */
  #toldState(key: string, state: KeyState, operation: PendingOperation, answer: Answer): KeyState | undefined {
    const { opId } = operation
    // An old answer that comes again tells nothing new of a key whose later history is here.
    if ('seq' in answer && this.#context.isPassed(key, answer.seq)) return settle(state, opId, { status: 'dropped' })
    if (answer.status === 'committed') return settle(state, opId, { status: 'committed', version: answer.version, seq: answer.seq })
    if (answer.status !== 'merged') return settle(state, opId, { status: 'dropped' })
    const contents = this.#mergedContents(operation, answer)
    return contents && settle(state, opId, { status: 'merged', version: answer.version, seq: answer.seq, contents })
  }

  #mergedContents({ value }: PendingOperation, answer: Extract<Answer, { status: 'merged' }>): Contents | undefined {
    const metadata = answer.metadata ?? {}
    if (answer.hash === undefined) return answer.duplicate ? undefined : { value: undefined, metadata }
    const { value: whole, delta, hash } = answer
    try {
      const merged = whole ?? (value.value === undefined || delta === undefined ? undefined : patch(value.value, parseDelta(delta)))
      return merged !== undefined && contentHash(merged, this.#context.hash) === hash ? { value: merged, metadata } : undefined
    } catch (error) {
      if (error instanceof SrvraError && error.code === 'E_DELTA') return undefined
      throw error
    }
  }
}

function outcomeOf(answer: Answer): SyncOutcome {
  switch (answer.status) {
    case 'committed':
    case 'merged':
      return { outcome: answer.status, version: answer.version, seq: answer.seq }
    case 'conflict':
      return { outcome: 'conflict', conflict: answer.conflict, reason: answer.reason }
    case 'rejected':
      return { outcome: 'rejected', code: answer.code, message: answer.message }
  }
}
