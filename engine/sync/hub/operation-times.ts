import type { Answer, Operation, PushedOperation } from '../../core/protocol/frames.ts'
import { actorOf } from './operation-facts.ts'
import type { Author } from './operation-facts.ts'

/** An operation that was answered for the first time, with the time that it took from its writing until its commit. */
export interface AnsweredOperation {
  readonly operation: Operation
  readonly answer: Answer
  readonly replica: string
  readonly actor: string
  /** At the replica, as that says; 0 where it does not. */
  readonly waitedMs: number
  /** From the frame's arrival until it was durable here. */
  readonly hubMs: number
}

type Observer = (answered: readonly AnsweredOperation[]) => void

/** Tells how long operations took, while somebody observes; reads no clock while nobody does. */
export class OperationTimes {
  readonly #nowMs: () => number
  readonly #observers = new Set<Observer>()

  /** `nowMs` never goes back: milliseconds since whenever. */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** The returned function ends it. */
  observe(observer: Observer): () => void {
    this.#observers.add(observer)
    return () => this.#observers.delete(observer)
  }

  /** A moment to measure from or to; undefined while nobody observes. */
  mark(): number | undefined {
    return this.#observers.size === 0 ? undefined : this.#nowMs()
  }

  /** Tells of a push whose answers hold. What was answered before was told before. */
  tell(
    pushed: Author & { readonly operations: readonly PushedOperation[] },
    answers: readonly Answer[],
    { from, to }: { readonly from: number | undefined; readonly to: number | undefined },
  ): void {
    if (from === undefined || to === undefined) return
    const hubMs = Math.max(0, to - from)
    const { replica, operations } = pushed
    const answered = operations.flatMap((operation, index) => {
      const answer = answers[index]
      if (answer === undefined || 'unreadable' in operation || isRepeated(answer)) return []
      return [{ operation, answer, replica, actor: actorOf(pushed, operation), waitedMs: operation.age ?? 0, hubMs }]
    })
    for (const observer of this.#observers) observer(answered)
  }
}

function isRepeated(answer: Answer): boolean {
  return 'duplicate' in answer && answer.duplicate
}
