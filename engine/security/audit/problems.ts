/** What is wrong with a trail. */
export interface AuditProblem {
  readonly code:
    | 'ENTRY_ALTERED'
    | 'ENTRIES_MISSING'
    | 'TRAIL_CUT'
    | 'TRAIL_REWRITTEN'
    | 'LOG_REWRITTEN'
    | 'CHANGE_UNAUDITED'
    | 'CHANGE_TWICE'
    | 'CHANGE_DIFFERS'
    | 'HEAD_FORGED'
    | 'HEAD_UNREADABLE'
    | 'HEAD_OTHER_KEY'
    | 'HEADS_MISSING'
  /** In a sentence. */
  readonly message: string
  /** The entry that it is about, or the first of them. */
  readonly n?: number
  /** The change that it is about, or the first of them. */
  readonly seq?: number
}

const SHOWN = 100

/** The first problems, and how many there are. */
export class Problems {
  readonly #first: AuditProblem[] = []
  #count = 0

  add(problem: AuditProblem): void {
    this.#count++
    if (this.#first.length < SHOWN) this.#first.push(problem)
  }

  get first(): readonly AuditProblem[] {
    return this.#first
  }

  get count(): number {
    return this.#count
  }
}
