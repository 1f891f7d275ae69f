import { SrvraError } from '../../core/errors.ts'
import type { Answer, PushedOperation } from '../../core/protocol/frames.ts'
import type { Identity } from '../../ports/authenticator.ts'
import type { Scheduler } from '../../ports/scheduler.ts'
import { CommitDraft } from './commit-draft.ts'
import type { CommitDraftContext } from './commit-draft.ts'

/** A push that waits for its commit. */
export interface Submission {
  readonly replica: string
  readonly identity: Identity
  readonly operations: readonly PushedOperation[]
  /** The answers, in the order of the operations, once they hold. */
  readonly answered: (answers: readonly Answer[]) => void
  /** Nothing was committed; the replica may send it again. */
  readonly failed: (error: unknown) => void
}

interface Waiting {
  readonly submission: Submission
  /** When it came, where somebody measures. */
  readonly since: number | undefined
  /** Tells how long the answer took. */
  readonly ended: () => void
}

/** So many operations are decided in one turn; the rest waits for the next, so that others have theirs. */
const MAX_OPERATIONS = 2000
/** While an import is under way nobody else can write. */
const BUSY_RETRY_MS = 20

/** Takes pushes and commits those of one turn together: one append, one fsync, then the answers (P-31, P-32). */
export class Intake {
  readonly #context: CommitDraftContext
  readonly #scheduler: Scheduler
  readonly #around: (commit: () => void) => void
  readonly #waiting: Waiting[] = []
  #scheduled = false
  #closed = false

  /** `around` is given each commit to carry out, so that readers are told after the writers' answers. */
  constructor(context: CommitDraftContext, scheduler: Scheduler, around: (commit: () => void) => void) {
    this.#context = context
    this.#scheduler = scheduler
    this.#around = around
  }

  submit(submission: Submission): void {
    const { stages } = this.#context
    this.#waiting.push({ submission, since: stages.operations.mark(), ended: stages.begin('push') })
    this.#schedule(0)
  }

  close(): void {
    this.#closed = true
    this.#waiting.length = 0
  }

  #schedule(delayMs: number): void {
    if (this.#scheduled || this.#closed) return
    this.#scheduled = true
    this.#scheduler.after(delayMs, () => {
      this.#scheduled = false
      if (!this.#closed) this.#around(() => this.#commit())
    })
  }

  #commit(): void {
    const taken = this.#take()
    if (taken.length === 0) return
    const draft = new CommitDraft(this.#context)
    const decided = taken.map(({ submission }) => draft.decide(submission))
    const { stages } = this.#context
    const committed = stages.begin('commit')
    const tell = (): void => {
      committed()
      const to = stages.operations.mark()
      taken.forEach(({ submission, ended }, index) => {
        submission.answered(decided[index] ?? [])
        ended()
      })
      taken.forEach(({ submission, since }, index) => stages.operations.tell(submission, decided[index] ?? [], { from: since, to }))
      if (this.#waiting.length > 0) this.#schedule(0)
    }
    const fail = (error: unknown): void => {
      for (const { submission, ended } of taken) {
        submission.failed(error)
        ended()
      }
      if (this.#waiting.length > 0) this.#schedule(0)
    }
    try {
      const durable = draft.commit()
      if (durable === undefined) tell()
      else durable.then(tell, fail)
    } catch (error) {
      if (!(error instanceof SrvraError && error.code === 'E_STORE_BUSY')) return fail(error)
      this.#waiting.unshift(...taken)
      this.#schedule(BUSY_RETRY_MS)
    }
  }

  #take(): readonly Waiting[] {
    let operations = 0
    let count = 0
    for (const { submission } of this.#waiting) {
      if (count > 0 && operations + submission.operations.length > MAX_OPERATIONS) break
      operations += submission.operations.length
      count++
    }
    return this.#waiting.splice(0, count)
  }
}
