import type { Check, VerificationParts } from './check.ts'
import type { Problems } from './problems.ts'

const SLICE = 500

/** Every record must be the one that was written: no chain covers them, so each bears its own hash. */
export class RecordCheck implements Check {
  readonly #parts: VerificationParts
  readonly #problems: Problems
  #last: { readonly collection: string; readonly id: string } = { collection: '', id: '' }
  #looked = 0

  constructor(parts: VerificationParts, problems: Problems) {
    this.#parts = parts
    this.#problems = problems
  }

  step(): number | undefined {
    const page = this.#parts.tables.records.all(this.#last, SLICE)
    for (const { collection, id, intact } of page) {
      if (!intact) this.#problems.note('E_RECORD', `The record '${id}' of '${collection}' is not the one that was written.`, {})
    }
    this.#last = page.at(-1) ?? this.#last
    this.#looked += page.length
    return page.length === 0 ? undefined : this.#looked
  }
}
