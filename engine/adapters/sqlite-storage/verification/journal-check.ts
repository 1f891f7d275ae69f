import type { Check, VerificationParts } from './check.ts'
import type { Problems } from './problems.ts'

const SLICE = 500

/** Every entry of the journal must be the one that was written: each bears its own hash. */
export class JournalCheck implements Check {
  readonly #parts: VerificationParts
  readonly #problems: Problems
  #last = 0
  #looked = 0

  constructor(parts: VerificationParts, problems: Problems) {
    this.#parts = parts
    this.#problems = problems
  }

  step(): number | undefined {
    const page = this.#parts.tables.journal.all(this.#last, SLICE)
    for (const { n, intact } of page) {
      if (!intact) this.#problems.note('E_RECORD', `Entry ${n} of the journal is not the one that was written.`, {})
    }
    this.#last = page.at(-1)?.n ?? this.#last
    this.#looked += page.length
    return page.length === 0 ? undefined : this.#looked
  }
}
