import type { Answer, Answers, Operation, Push } from '../../core/protocol/frames.ts'
import { byteLength } from '../../core/json/index.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Storage } from '../../ports/storage.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Acknowledged } from './acknowledged.ts'
import { deadLetterRecord } from './replica-records.ts'
import type { Acknowledgement, DeadLetter } from './replica-records.ts'
import { wireOperation } from './wire-operation.ts'

/** What came of a write that was brought back. */
export interface BroughtBack {
  readonly acknowledgement: Acknowledgement
  readonly answer: Answer
}

export interface ReconcilerOptions {
  readonly storage: Storage
  readonly acknowledged: Acknowledged
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly hash: Hash
  readonly batchSize: number
  readonly nextId: () => number
  readonly onBroughtBack: (brought: BroughtBack) => void
  readonly onDeadLetter: (letter: DeadLetter) => void
}

/** What the hub takes in one push, and how to send it; the connection of this moment. */
export interface ReconcilerTerms {
  readonly operations: number
  readonly frameBytes: number
  readonly send: (push: Push) => void
}

const FRAME_SHARE = 0.9
const PAUSE_MS = 1000

/**
 * Brings back what a hub that was restored has lost of this replica's writes: under their own ids, so that however often it
 * is tried each ends once, and marked, so that the hub keeps them for a person (P-143, P-144). One push at a time.
 */
export class Reconciler {
  readonly #options: ReconcilerOptions
  #terms: ReconcilerTerms | undefined
  #inFlight: { readonly id: number; readonly sent: readonly Acknowledgement[] } | undefined
  #cancelPause: (() => void) | undefined

  constructor(options: ReconcilerOptions) {
    this.#options = options
  }

  /** How many writes are still to be brought back. */
  get waiting(): number {
    return this.#options.acknowledged.due.size
  }

  /** There is a connection, over which what is due goes. */
  connected(terms: ReconcilerTerms): void {
    this.#terms = terms
    this.#advance()
  }

  /** What was on its way will go again. */
  disconnected(): void {
    this.#terms = undefined
    this.#inFlight = undefined
    this.#cancelPause?.()
    this.#cancelPause = undefined
  }

  /** Carries out the answers to a push of this one, in one commit; false: it is somebody else's. */
  answers({ id, answers }: Answers): boolean {
    if (this.#inFlight?.id !== id) return false
    const { sent } = this.#inFlight
    const byId = new Map(answers.map((answer) => [answer.opId, answer]))
    const brought = sent.flatMap((acknowledgement) => {
      const answer = byId.get(acknowledgement.operation.opId)
      return answer ? [{ acknowledgement, answer }] : []
    })
    // A hub that answers none of them is no reason to ask it without end.
    if (brought.length === 0) return this.refused(id)
    this.#inFlight = undefined
    this.#carryOut(brought)
    this.#advance()
    return true
  }

  /** The hub could not take a push of this one now; false: it is somebody else's. */
  refused(id: number): boolean {
    if (this.#inFlight?.id !== id) return false
    this.#inFlight = undefined
    this.#cancelPause = this.#options.scheduler.after(PAUSE_MS, () => {
      this.#cancelPause = undefined
      this.#advance()
    })
    return true
  }

  #advance(): void {
    const terms = this.#terms
    if (!terms || this.#inFlight || this.#cancelPause) return
    const { acknowledged, batchSize, nextId } = this.#options
    const most = Math.min(batchSize, terms.operations)
    const sent: Acknowledgement[] = []
    const operations: Operation[] = []
    const tooLarge: BroughtBack[] = []
    let room = terms.frameBytes * FRAME_SHARE
    for (const opId of acknowledged.due) {
      const acknowledgement = acknowledged.read(opId)
      if (!acknowledgement) continue
      const operation = this.#wire(acknowledgement)
      const bytes = byteLength(JSON.stringify(operation)) + 1
      if (bytes > terms.frameBytes * FRAME_SHARE) {
        tooLarge.push({ acknowledgement, answer: refusalOf(operation, bytes, terms) })
        continue
      }
      room -= bytes
      if (room < 0 || sent.length >= most) break
      sent.push(acknowledgement)
      operations.push(operation)
    }
    if (tooLarge.length > 0) this.#carryOut(tooLarge)
    if (sent.length === 0) return
    const id = nextId()
    this.#inFlight = { id, sent }
    terms.send({ type: 'push', id, operations })
  }

  #wire({ key, operation, conflict, since = 0 }: Acknowledgement): Operation {
    const { batch: _batch, restored: _restored, ...alone } = operation
    const { hash } = this.#options
    // Where the hub kept it as a conflict, what its author saw is told; else it is what both lives share.
    const { wire } = wireOperation(key, { ...alone, base: 0, direct: !conflict }, { hash, delta: false, hlc: operation.hlc })
    return { ...wire, restored: { was: 'acknowledged', since } }
  }

  #carryOut(brought: readonly BroughtBack[]): void {
    const { storage, acknowledged, clock, onBroughtBack, onDeadLetter } = this.#options
    const now = clock.now()
    const letters = brought.flatMap(({ acknowledgement, answer }) => letterOf(acknowledgement, answer, now))
    const kept = brought.flatMap(({ acknowledgement, answer }) => keptAs(acknowledgement, answer))
    const gone = letters.map(({ opId }) => opId)
    const { records, committed } = acknowledged.plan(kept, gone, now)
    void storage.append([], [...records, ...letters.map((letter) => deadLetterRecord(letter.opId, letter))])
    committed()
    for (const letter of letters) onDeadLetter(letter)
    for (const each of brought) onBroughtBack(each)
  }
}

/** What is larger than a frame may be would never arrive (P-77). */
function refusalOf({ opId }: Operation, bytes: number, { frameBytes }: ReconcilerTerms): Answer {
  const message = `It takes ${bytes} bytes on the wire, and the hub takes ${frameBytes}; make the document smaller.`
  return { opId, status: 'rejected', code: 'E_TOO_LARGE', message }
}

/** It is in the hub again, and can be lost again. */
function keptAs({ since: _since, ...acknowledgement }: Acknowledgement, answer: Answer): readonly Acknowledgement[] {
  if (answer.status === 'rejected') return []
  const { seq: _seq, ...rest } = acknowledgement
  return [{ ...rest, conflict: answer.status === 'conflict', ...(answer.seq === undefined ? {} : { seq: answer.seq }) }]
}

function letterOf({ key, operation }: Acknowledgement, answer: Answer, refusedAt: number): readonly DeadLetter[] {
  if (answer.status !== 'rejected') return []
  return [{ opId: operation.opId, key, operation, code: answer.code, message: answer.message, refusedAt }]
}
