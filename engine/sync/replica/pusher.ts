import { byteLength } from '../../core/json/index.ts'
import type { Priority } from '../../core/log/change.ts'
import type { Answer, Answers, Operation } from '../../core/protocol/frames.ts'
import { pauseBefore } from '../../core/session/backoff.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import type { Outbox } from './outbox.ts'
import type { OutboxPart, OutboxUnit } from './outbox-unit.ts'
import type { DeadLetter } from './replica-records.ts'
import type { ReplicaCounts } from './replica-counts.ts'
import type { ReplyTimes } from './reply-times.ts'
import { Resending } from './resending.ts'
import { Settlement } from './settlement.ts'
import type { Settled, SettlementContext } from './settlement.ts'
import type { WaitingTimes } from './waiting-times.ts'
import { wireOperation } from './wire-operation.ts'

export interface PusherOptions {
  readonly context: SettlementContext
  readonly outbox: Outbox
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly counts: ReplicaCounts
  readonly replyTimes: ReplyTimes
  readonly waiting: WaitingTimes
  readonly batchSize: number
  readonly nextId: () => number
  readonly deltasFor: (key: string) => boolean
  readonly onSettled: (settled: Settled) => void
  readonly onDeadLetter: (letter: DeadLetter) => void
  /** The hub let on what time it has. */
  readonly onHubTime: (hubNow: number) => void
  readonly onStale: (keys: readonly string[]) => void
}

/** What the hub takes, and what time it has as this replica reckons. */
export interface PushTerms {
  readonly operations: number
  readonly frameBytes: number
  readonly hubNow: number
  readonly least?: Priority | undefined
}

/** What may be on its way at once: the next push is made while the hub commits this one. Never two for one key. */
const PUSHES_IN_FLIGHT = 4
const FRAME_SHARE = 0.9
/** What a push has around its operations. */
const FRAME_BYTES = 100

interface Push {
  readonly units: readonly OutboxUnit[]
}

/** Sends what is in the outbox, and carries out what the hub answers. */
export class Pusher {
  readonly #options: PusherOptions
  readonly #inFlight = new Map<number, Push>()
  readonly #resending: Resending
  readonly #pauses = new Set<() => void>()
  #refusals = 0

  constructor(options: PusherOptions) {
    this.#options = options
    this.#resending = new Resending(options.onHubTime)
  }

  /** The oldest push that the hub has not answered. */
  get oldest(): number | undefined {
    const [id] = this.#inFlight.keys()
    return id
  }

  /** The next push, or undefined when nothing may go now. */
  next(terms: PushTerms): { readonly id: number; readonly operations: readonly Operation[] } | undefined {
    const { outbox, batchSize, counts, nextId } = this.#options
    while (this.#inFlight.size < PUSHES_IN_FLIGHT) {
      const units = outbox.take(
        { operations: Math.min(batchSize, terms.operations), bytes: terms.frameBytes * FRAME_SHARE },
        terms.least,
      )
      if (units.length === 0) return undefined
      const fitting = units
        .map((unit) => ({ unit, operations: this.#wireUnit(unit, terms) }))
        .filter((each) => this.#fits(each, terms))
      if (fitting.length === 0) continue
      const id = nextId()
      const operations = fitting.flatMap((each) => each.operations)
      this.#inFlight.set(id, { units: fitting.map(({ unit }) => unit) })
      counts.operations.sent += operations.length
      return { id, operations }
    }
    return undefined
  }

  /** Carries out the answers to a push, in one commit. Throws what the store throws: then nothing was carried out. */
  answers({ id, answers }: Answers): Promise<void> | undefined {
    const push = this.#inFlight.get(id)
    if (!push) return undefined
    this.#refusals = 0
    const { outbox, counts } = this.#options
    const byId = new Map(answers.map((answer) => [answer.opId, answer]))
    const again = push.units.filter((unit) => this.#resending.goesAgain(outbox.partsOf(unit), byId))
    const final = push.units.filter((unit) => !again.includes(unit))
    return this.#carryOut(final, byId, () => {
      this.#inFlight.delete(id)
      for (const unit of again) {
        counts.operations.retries += unit.operations
        outbox.returned(unit, false)
      }
    })
  }

  /** The hub could not take a push now: it goes again after a pause, which grows while that goes on (P-74). */
  refused(id: number): void {
    const push = this.#inFlight.get(id)
    if (!push) return
    const { scheduler, random, outbox } = this.#options
    this.#inFlight.delete(id)
    this.#giveBack(push, true)
    const pauseMs = pauseBefore(++this.#refusals, 0.5 + random.fraction() / 2)
    const cancel = scheduler.after(pauseMs, () => {
      this.#pauses.delete(cancel)
      outbox.release(push.units)
    })
    this.#pauses.add(cancel)
  }

  /** Nobody knows what became of what was on its way: it will be sent again, and the hub will know it. */
  lost(): void {
    for (const push of this.#inFlight.values()) this.#giveBack(push, false)
    this.#inFlight.clear()
  }

  close(): void {
    for (const cancel of this.#pauses) cancel()
    this.#pauses.clear()
  }

  #giveBack({ units }: Push, held: boolean): void {
    for (const unit of units) {
      this.#options.counts.operations.retries += unit.operations
      this.#options.outbox.returned(unit, held)
    }
  }

  #wireUnit(unit: OutboxUnit, { hubNow }: PushTerms): readonly Operation[] {
    return this.#options.outbox.partsOf(unit).map(({ key, operation }) => this.#wire(key, operation, hubNow))
  }

  #wire(key: string, operation: OutboxPart['operation'], hubNow: number): Operation {
    const { context, deltasFor, counts, waiting } = this.#options
    const { opId } = operation
    const delta = deltasFor(key) && !this.#resending.needsWhole(opId)
    const { wire, saved } = wireOperation(key, operation, {
      hash: context.hash,
      delta,
      age: waiting.of(operation),
      hlc: this.#resending.readingFor(opId, operation.hlc, hubNow),
    })
    counts.bytes.savedByDeltas += saved
    return wire
  }

  /** What is larger than a frame may be would never arrive, and nothing behind it would: it is refused here (P-77). */
  #fits(
    { unit, operations }: { readonly unit: OutboxUnit; readonly operations: readonly Operation[] },
    { frameBytes }: PushTerms,
  ): boolean {
    if (unit.bytes + FRAME_BYTES <= frameBytes) return true
    const bytes = byteLength(JSON.stringify(operations)) + FRAME_BYTES
    if (bytes <= frameBytes) return true
    const message = `It takes ${bytes} bytes on the wire, and the hub takes ${frameBytes}; make the document smaller.`
    const refusals = operations.map(({ opId }): Answer => ({ opId, status: 'rejected', code: 'E_TOO_LARGE', message }))
    void this.#carryOut([unit], new Map(refusals.map((answer) => [answer.opId, answer])), () => undefined)
    return false
  }

  #carryOut(units: readonly OutboxUnit[], answers: ReadonlyMap<string, Answer>, committed: () => void): Promise<void> | undefined {
    const { context, outbox, clock, onSettled, onDeadLetter, onStale } = this.#options
    const settlement = new Settlement(context, clock.now())
    for (const part of units.flatMap((unit) => outbox.partsOf(unit))) {
      const answer = answers.get(part.operation.opId)
      if (answer) settlement.add(part, answer)
    }
    const durable = settlement.commit(() => {
      committed()
      this.#finish(units, settlement.settled)
    })
    for (const outcome of settlement.settled) onSettled(outcome)
    for (const letter of settlement.letters) onDeadLetter(letter)
    if (settlement.stale.length > 0) onStale(settlement.stale)
    return durable
  }

  #finish(units: readonly OutboxUnit[], settled: readonly Settled[]): void {
    const { outbox, clock, counts, replyTimes, waiting } = this.#options
    const now = clock.now()
    for (const unit of units) {
      outbox.answered(unit)
      if (unit.deadline !== undefined) counts.deadlines[unit.priority][now <= unit.deadline ? 'met' : 'missed'] += unit.operations
      replyTimes.add(Math.max(0, now - unit.at))
    }
    for (const { operation, outcome } of settled) {
      this.#resending.forget(operation.opId)
      waiting.forget(operation.opId)
      if (outcome.outcome === 'conflict') counts.operations.conflicts++
      else counts.operations[outcome.outcome]++
    }
  }
}
