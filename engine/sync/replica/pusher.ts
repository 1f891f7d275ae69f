import { formatHybridTime, MAX_CLOCK_SKEW_MS, parseHybridTime } from '../../core/clock/index.ts'
import { parseDelta, patch } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { contentHash, sizeBytes } from '../../core/json/index.ts'
import type { Priority } from '../../core/log/change.ts'
import type { Answer, Answers, Operation } from '../../core/protocol/frames.ts'
import { settle } from '../../core/session/key-state.ts'
import type { KeyState, PendingOperation } from '../../core/session/key-state.ts'
import type { Contents } from '../../core/session/merge-contents.ts'
import type { Clock } from '../../ports/clock.ts'
import type { SyncOutcome } from '../../state/state-update.ts'
import { ApplyDraft } from './apply-draft.ts'
import type { ApplyContext } from './apply-draft.ts'
import type { Outbox, OutboxUnit } from './outbox.ts'
import { deadLetterRecord, staleRecord } from './replica-records.ts'
import type { DeadLetter } from './replica-records.ts'
import type { ReplicaCounts } from './replica-statistics.ts'
import type { ReplyTimes } from './reply-times.ts'
import { wireOperation } from './wire-operation.ts'

/** An operation and what the hub made of it. */
export interface Settled {
  readonly key: string
  readonly operation: PendingOperation
  readonly outcome: SyncOutcome
  /** What the hub has instead, as far as this replica knows. */
  readonly confirmed: Contents
}

export interface PusherOptions {
  readonly context: ApplyContext
  readonly outbox: Outbox
  readonly clock: Clock
  readonly counts: ReplicaCounts
  readonly replyTimes: ReplyTimes
  readonly batchSize: number
  /** Whether this replica has been told everything about a key up to a position of the hub. */
  readonly isPassed: (key: string, seq: number) => boolean
  readonly deltasFor: (key: string) => boolean
  readonly onSettled: (settled: Settled) => void
  readonly onDeadLetter: (letter: DeadLetter) => void
  /** The hub let on what time it has. */
  readonly onHubTime: (hubNow: number) => void
  readonly onStale: (keys: readonly string[]) => void
}

/** What may be on its way at once. */
const PUSHES_IN_FLIGHT = 4
const FRAME_SHARE = 0.9
/** A reading has three digits in base 36 for its counter. */
const COUNTERS = 36 ** 3
/** A clock may jump again meanwhile; a refusal that stays is one. */
const TIMES_AGAIN = 3

interface Push {
  readonly units: readonly OutboxUnit[]
}

/** Sends what is in the outbox, and carries out what the hub answers. */
export class Pusher {
  readonly #options: PusherOptions
  readonly #inFlight = new Map<number, Push>()
  /** How often an operation was sent again because the hub refused it for a reason that goes away. */
  readonly #again = new Map<string, number>()
  /** Readings that operations under way were sent with. */
  readonly #readings = new Map<string, string>()
  #lastId = 0
  #restamped = 0

  constructor(options: PusherOptions) {
    this.#options = options
  }

  get inFlight(): number {
    return this.#inFlight.size
  }

  /** The next push, or undefined when nothing may go now. `hubNow` is the hub's clock as this replica reckons it. */
  next(hubNow: number, limits: { readonly operations: number; readonly frameBytes: number }, least?: Priority, immediate?: boolean): { readonly id: number; readonly operations: readonly Operation[] } | undefined {
    if (this.#inFlight.size >= PUSHES_IN_FLIGHT) return undefined
    const { outbox, clock, batchSize, counts } = this.#options
    const room = { operations: Math.min(batchSize, limits.operations), bytes: limits.frameBytes * FRAME_SHARE }
    const units = outbox.take(clock.now(), room, least, immediate)
    if (units.length === 0) return undefined
    const operations = units.flatMap((unit) =>
      outbox.operationsOf(unit).map(({ key, operation }) => this.#wire(key, operation, hubNow)),
    )
    const id = ++this.#lastId
    this.#inFlight.set(id, { units })
    counts.operations.sent += operations.length
    return { id, operations }
  }

  /** Carries out the answers to a push, in one commit. Throws what the store throws: then nothing was carried out. */
  answers({ id, answers }: Answers): Promise<void> | undefined {
    const push = this.#inFlight.get(id)
    if (!push) return undefined
    const byId = new Map(answers.map((answer) => [answer.opId, answer]))
    const draft = new ApplyDraft(this.#options.context)
    const settled: Settled[] = []
    const letters: DeadLetter[] = []
    const stale: string[] = []
    const again = push.units.filter((unit) => this.#goesAgain(unit, byId))
    for (const unit of push.units) {
      if (again.includes(unit)) continue
      for (const part of this.#options.outbox.operationsOf(unit)) {
        const answer = byId.get(part.operation.opId)
        if (answer) this.#settle(draft, part.key, part.operation, answer, { settled, letters, stale })
      }
    }
    const durable = draft.commit(() => {
      this.#inFlight.delete(id)
      this.#finish(push, again, byId)
    })
    for (const outcome of settled) this.#options.onSettled(outcome)
    for (const letter of letters) this.#options.onDeadLetter(letter)
    if (stale.length > 0) this.#options.onStale(stale)
    return durable
  }

  /** The hub could not take a push now. */
  refused(id: number, notBefore: number): void {
    const push = this.#inFlight.get(id)
    if (!push) return
    this.#inFlight.delete(id)
    this.#giveBack(push, notBefore)
  }

  /** Nobody knows what became of what was on its way: it will be sent again, and the hub will know it. */
  lost(): void {
    for (const push of this.#inFlight.values()) this.#giveBack(push, 0)
    this.#inFlight.clear()
  }

  #giveBack({ units }: Push, notBefore: number): void {
    for (const unit of units) {
      this.#options.counts.operations.retries += unit.operations
      this.#options.outbox.returned(unit, notBefore)
    }
  }

  #wire(key: string, operation: PendingOperation, hubNow: number): Operation {
    const { context, deltasFor, counts } = this.#options
    const delta = deltasFor(key) && !this.#again.has(operation.opId)
    const hlc = this.#reading(operation.hlc, hubNow)
    this.#readings.set(operation.opId, hlc)
    const wire = wireOperation(key, operation, { hash: context.hash, delta, hlc })
    if (wire.delta !== undefined && operation.value.value !== undefined)
      counts.bytes.savedByDeltas += Math.max(0, sizeBytes(operation.value.value) - JSON.stringify(wire.delta).length)
    return wire
  }

  /** P-81: a reading from a clock that is ahead of the hub's is taken anew, so that a wrong clock loses nothing. */
  #reading(hlc: string, hubNow: number): string {
    if (parseHybridTime(hlc).wallMs - hubNow <= MAX_CLOCK_SKEW_MS / 2) return hlc
    return formatHybridTime({ wallMs: Math.max(0, Math.trunc(hubNow)), counter: ++this.#restamped % COUNTERS })
  }

  /** What the hub refused for a reason that goes away by itself is sent again, all that belongs together, a few times. */
  #goesAgain(unit: OutboxUnit, answers: ReadonlyMap<string, Answer>): boolean {
    const parts = this.#options.outbox.operationsOf(unit)
    const curable = parts.filter(({ operation }) => {
      const answer = answers.get(operation.opId)
      return answer?.status === 'rejected' && this.#isCurable(answer, operation.opId)
    })
    if (curable.some(({ operation }) => (this.#again.get(operation.opId) ?? 0) >= TIMES_AGAIN)) return false
    for (const { operation } of curable.length > 0 ? parts : []) this.#again.set(operation.opId, (this.#again.get(operation.opId) ?? 0) + 1)
    return curable.length > 0
  }

  /** A base that the hub can not rebuild is not needed with the whole value, and a clock that jumped is put right. */
  #isCurable({ code, details }: Extract<Answer, { status: 'rejected' }>, opId: string): boolean {
    const aheadMs = details?.['actual']
    const reading = this.#readings.get(opId)
    if (code !== 'E_CLOCK_SKEW' || typeof aheadMs !== 'number' || reading === undefined) return code === 'E_BASE_MISMATCH'
    this.#options.onHubTime(parseHybridTime(reading).wallMs - aheadMs)
    return true
  }

  #settle(
    draft: ApplyDraft,
    key: string,
    operation: PendingOperation,
    answer: Answer,
    into: { readonly settled: Settled[]; readonly letters: DeadLetter[]; readonly stale: string[] },
  ): void {
    const state = draft.stateOf(key)
    const { opId } = operation
    const next = this.#settledState(key, state, operation, answer)
    if (next === undefined) {
      into.stale.push(key)
      draft.record(staleRecord(key, true))
    }
    const cause = answer.status === 'conflict' ? answer.conflict : `${answer.status}:${opId}`
    draft.update(key, next ?? settle(state, opId, { status: 'dropped' }), { kind: answer.status === 'merged' ? 'merge' : 'set', actor: 'hub', cause })
    const outcome = outcomeOf(answer)
    into.settled.push({ key, operation, outcome, confirmed: draft.stateOf(key).confirmed.contents })
    if (answer.status !== 'rejected') return
    const { code, message } = answer
    const letter = { opId, key, operation, code, message, refusedAt: this.#options.clock.now() }
    draft.record(deadLetterRecord(opId, letter))
    into.letters.push(letter)
  }

  /** Undefined when a merge's result can not be told from what came: the document has to be fetched. */
  #settledState(key: string, state: KeyState, operation: PendingOperation, answer: Answer): KeyState | undefined {
    const { opId } = operation
    // An old answer that comes again tells nothing new of a key whose later history is here.
    if ('seq' in answer && this.#options.isPassed(key, answer.seq)) return settle(state, opId, { status: 'dropped' })
    if (answer.status === 'committed') return settle(state, opId, { status: 'committed', version: answer.version })
    if (answer.status !== 'merged') return settle(state, opId, { status: 'dropped' })
    const contents = this.#mergedContents(operation, answer)
    return contents && settle(state, opId, { status: 'merged', version: answer.version, contents })
  }

  #mergedContents({ value }: PendingOperation, answer: Extract<Answer, { status: 'merged' }>): Contents | undefined {
    const metadata = answer.metadata ?? {}
    if (answer.hash === undefined) return answer.duplicate ? undefined : { value: undefined, metadata }
    try {
      const merged = answer.value ?? (value.value === undefined || answer.delta === undefined ? undefined : patch(value.value, parseDelta(answer.delta)))
      return merged !== undefined && contentHash(merged, this.#options.context.hash) === answer.hash ? { value: merged, metadata } : undefined
    } catch (error) {
      if (error instanceof SrvraError && error.code === 'E_DELTA') return undefined
      throw error
    }
  }

  #finish({ units }: Push, again: readonly OutboxUnit[], answers: ReadonlyMap<string, Answer>): void {
    const { outbox, clock, counts, replyTimes } = this.#options
    const now = clock.now()
    const resent = new Set(again.flatMap((unit) => outbox.operationsOf(unit).map(({ operation }) => operation.opId)))
    for (const unit of units) {
      if (again.includes(unit)) {
        counts.operations.retries += unit.operations
        outbox.returned(unit, 0)
        continue
      }
      outbox.answered(unit)
      if (unit.deadline !== undefined) counts.deadlines[unit.priority][now <= unit.deadline ? 'met' : 'missed'] += unit.operations
      replyTimes.add(Math.max(0, now - unit.at))
    }
    for (const answer of answers.values()) {
      if (resent.has(answer.opId)) continue
      this.#again.delete(answer.opId)
      this.#readings.delete(answer.opId)
      count(counts, answer)
    }
  }
}

function count({ operations }: ReplicaCounts, { status }: Answer): void {
  if (status === 'conflict') operations.conflicts++
  else operations[status]++
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
