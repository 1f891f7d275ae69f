import type { ConflictTable } from '../../conflict/conflict-table.ts'
import type { SrvraConflictResolver } from '../../conflict/srvra-conflict-resolver.ts'
import type { Hash } from '../../core/json/index.ts'
import { localSeq } from '../../core/log/op-id.ts'
import type { Answer, Operation, PushedOperation } from '../../core/protocol/frames.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OperationTrace, RecordWrite, Storage } from '../../ports/storage.ts'
import { DURABLE } from '../../state/committed-update.ts'
import type { Proposal } from '../../state/proposal.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import { keepConflict } from './keep-conflict.ts'
import { actorOf, atomicUnits, forbidden, mayWrite, readable, resultOf, reused, sameResult } from './operation-facts.ts'
import type { Author } from './operation-facts.ts'
import { decideOperation, mergedContent } from './decide-operation.ts'
import type { DecisionContext } from './decision-context.ts'
import { NOTHING } from './decision.ts'
import type { Decision, KeptConflict, Standing } from './decision.ts'
import type { StageTimes } from './stage-times.ts'

export interface CommitDraftContext {
  readonly storage: Storage
  readonly state: SrvraStateManager
  readonly conflicts: ConflictTable
  readonly clock: Clock
  readonly hash: Hash
  readonly resolver: SrvraConflictResolver
  readonly stages: StageTimes
  /** Told of conflicts once they are kept. */
  readonly onConflict: (operation: Operation, id: string, kept: KeptConflict) => void
}

type Pushed = Author & { readonly operations: readonly PushedOperation[] }

/** A conflict that this commit keeps. */
interface Kept {
  readonly operation: Operation
  readonly kept: KeptConflict
  readonly id: string
}

/**
 * The operations of one commit, decided one by one against what stands and what those before them lead to. Answers hold
 * once `commit` has returned.
 */
export class CommitDraft {
  readonly #context: CommitDraftContext
  readonly #decisions: DecisionContext
  readonly #head: number
  readonly #staged = new Map<string, Standing>()
  readonly #answered = new Map<string, { readonly operation: Operation; readonly answer: Answer }>()
  readonly #proposals: Proposal[] = []
  readonly #records: RecordWrite[] = []
  readonly #kept: Kept[] = []
  #groups = 0

  constructor(context: CommitDraftContext) {
    const { storage, state, clock, hash, resolver, stages } = context
    this.#context = context
    this.#head = storage.head().seq
    this.#decisions = {
      standing: (key) => this.#staged.get(key) ?? storage.read(key),
      readVersion: (key, version) => storage.readVersion(key, version),
      readAt: (key, seq) => storage.readAt(key, Math.min(seq, this.#head)),
      hlcOf: ({ seq }) => this.#hlcOf(seq),
      assertValid: (key, value) => state.assertValid(key, value),
      hash,
      limits: state.limits,
      now: clock.now(),
      resolver,
      stages,
    }
  }

  /** Decides a push. The answers hold once the commit is through. */
  decide(pushed: Pushed): readonly Answer[] {
    return atomicUnits(pushed.operations).flatMap((unit) => this.#decideUnit(unit, pushed))
  }

  /** Commits what was decided; a promise where the store's medium is slow. Throws what the store throws. */
  commit(): Promise<void> | undefined {
    const pending = this.#append()
    if (pending) return pending.then(() => this.#tellConflicts())
    this.#tellConflicts()
    return undefined
  }

  #append(): Promise<void> | undefined {
    const { state, storage } = this.#context
    if (this.#proposals.length === 0)
      return this.#records.length === 0 ? undefined : (storage.append([], this.#records) ?? undefined)
    const { durable } = state.commit(this.#proposals, this.#records)
    // What is durable already has nothing to wait for: the answers go out in this turn.
    return durable === DURABLE ? undefined : durable
  }

  /** P-38: a batch goes in whole; what is kept or refused of it decides for all. */
  #decideUnit(unit: readonly PushedOperation[], author: Author): readonly Answer[] {
    const stagedBefore = unit.length > 1 ? new Map(this.#staged) : undefined
    const proposed = this.#proposals.length
    const group = unit.length > 1 ? ++this.#groups : undefined
    const answers: Answer[] = []
    for (const operation of unit) {
      const answer = this.#decideOne(operation, author, group)
      const blocked = unit.length > 1 && (answer.status === 'conflict' || answer.status === 'rejected')
      if (!blocked) {
        answers.push(answer)
        continue
      }
      this.#proposals.length = proposed
      this.#staged.clear()
      for (const [key, standing] of stagedBefore ?? []) this.#staged.set(key, standing)
      return this.#remember(unit, this.#keepBatch(unit, operation, answer, author))
    }
    return this.#remember(unit, answers)
  }

  #remember(unit: readonly PushedOperation[], answers: readonly Answer[]): readonly Answer[] {
    answers.forEach((answer, index) => {
      const operation = unit[index]
      if (operation && !('unreadable' in operation)) this.#answered.set(answer.opId, { operation, answer })
    })
    return answers
  }

  #decideOne(operation: PushedOperation, author: Author, group: number | undefined): Answer {
    if ('unreadable' in operation) return { opId: operation.opId, status: 'rejected', ...operation.unreadable }
    // Ids of this store are for changes that are made here: a stranger's would get in their way.
    if (localSeq(this.#context.storage.storeId, operation.opId) !== undefined) return reused(operation)
    const known = this.#answerHere(operation) ?? this.#answerKnown(operation)
    if (known) return known
    if (!mayWrite(author.identity, operation.key)) return forbidden(operation, author.identity)
    const decision = decideOperation(operation, this.#decisions)
    if (decision.outcome === 'answered') return decision.answer
    if (decision.outcome === 'conflict') return this.#keep(operation, decision.kept, author)
    return this.#stage(operation, decision, author, group)
  }

  #stage(
    operation: Operation,
    decision: Extract<Decision, { outcome: 'commit' }>,
    author: Author,
    group: number | undefined,
  ): Answer {
    const { opId, key, hlc, base, priority, reason, cause } = operation
    const { value, metadata, kind, merged } = decision
    const version = (this.#decisions.standing(key)?.version ?? 0) + 1
    const seq = this.#head + this.#proposals.length + 1
    this.#proposals.push({
      key,
      value,
      metadata,
      kind,
      opId,
      origin: author.replica,
      actor: actorOf(author, operation),
      hlc,
      baseVersion: base,
      priority,
      ...(reason === undefined ? {} : { reason }),
      ...(cause === undefined ? {} : { cause }),
      ...(group === undefined ? {} : { group }),
    })
    this.#staged.set(key, { version, seq, value, metadata })
    if (!merged) return { opId, status: 'committed', version, seq }
    return { opId, status: 'merged', version, seq, ...mergedContent(merged.from, { value, metadata }, this.#context.hash) }
  }

  #keep(operation: Operation, kept: KeptConflict, author: Author): Answer {
    const from = { replica: author.replica, actor: actorOf(author, operation), at: this.#decisions.now }
    const record = keepConflict(operation, kept, from)
    this.#records.push(record)
    this.#kept.push({ operation, kept, id: record.id })
    return { opId: operation.opId, status: 'conflict', conflict: record.id, reason: kept.reason, seq: this.#head }
  }

  /** All operations of a batch share the fate of the one that could not go in. */
  #keepBatch(unit: readonly PushedOperation[], culprit: PushedOperation, answer: Answer, author: Author): readonly Answer[] {
    return unit.map((operation) => {
      if (operation === culprit) return answer
      if ('unreadable' in operation) return { opId: operation.opId, status: 'rejected', ...operation.unreadable }
      const known = this.#answerKnown(operation)
      if (known) return known
      if (answer.status === 'conflict') return this.#keepWithBatch(operation, author)
      const message = `The batch was refused because of its operation ${culprit.opId}.`
      return { opId: operation.opId, status: 'rejected', code: 'E_BATCH', message, details: { culprit: culprit.opId } }
    })
  }

  /** An operation that could have gone in, and waits with its batch. */
  #keepWithBatch(operation: Operation, author: Author): Answer {
    const decision = decideOperation(operation, this.#decisions)
    if (decision.outcome === 'conflict') return this.#keep(operation, decision.kept, author)
    if (decision.outcome === 'answered' && decision.answer.status === 'rejected') return decision.answer
    const ours = this.#decisions.standing(operation.key) ?? NOTHING
    const wanted = decision.outcome === 'commit' ? decision : ours
    const theirs = wanted.value === undefined ? { metadata: wanted.metadata } : { value: wanted.value, metadata: wanted.metadata }
    const before = readable(() => this.#decisions.readVersion(operation.key, operation.base))
    const began = operation.base === 0 ? NOTHING : before
    const ancestor = began
      ? { base: { metadata: began.metadata, ...(began.value === undefined ? {} : { value: began.value }) } }
      : {}
    return this.#keep(
      operation,
      { reason: 'BATCH', ...ancestor, ours, theirs, fields: [], confidence: 0, ruleSet: this.#context.resolver.rules.version },
      author,
    )
  }

  /** The answer to an operation that came twice into the same commit. */
  #answerHere(operation: Operation): Answer | undefined {
    const known = this.#answered.get(operation.opId)
    if (!known) return undefined
    const { hash } = this.#context
    const same = known.operation.key === operation.key && resultOf(known.operation, hash) === resultOf(operation, hash)
    return same ? known.answer : reused(operation)
  }

  /** P-39: what was answered once is answered alike, whenever it is asked again. */
  #answerKnown(operation: Operation): Answer | undefined {
    const { storage, conflicts } = this.#context
    const trace = storage.operation(operation.opId)
    if (trace)
      return trace.key === operation.key && sameResult(trace, operation, this.#context.hash)
        ? this.#answerAgain(operation, trace)
        : reused(operation)
    const known = conflicts.ofOperation(operation.opId)
    if (!known) return undefined
    if (known.key !== operation.key) return reused(operation)
    return { opId: operation.opId, status: 'conflict', conflict: known.id, reason: known.reason, seq: this.#head, duplicate: true }
  }

  #answerAgain({ opId }: Operation, { kind, version, seq, key }: OperationTrace): Answer {
    if (kind !== 'merge') return { opId, status: 'committed', version, seq, duplicate: true }
    const document = readable(() => this.#context.storage.readVersion(key, version))
    const content = document ? mergedContent(undefined, document, this.#context.hash) : {}
    return { opId, status: 'merged', version, seq, duplicate: true, ...content }
  }

  #hlcOf(seq: number): string {
    const staged = this.#proposals[seq - this.#head - 1]
    return staged?.hlc ?? readable(() => this.#context.storage.log({ after: seq - 1, limit: 1 })[0]?.hlc) ?? ''
  }

  #tellConflicts(): void {
    const { conflicts, onConflict } = this.#context
    conflicts.put(this.#records)
    for (const { operation, kept, id } of this.#kept) onConflict(operation, id, kept)
  }
}
