import type { Keyframe } from '../keyframe-table.ts'
import type { Problems } from './problems.ts'
import type { Check, VerificationParts } from './check.ts'

const SLICE = 500

/** Every landmark must lead to the change that it names, by version and by position. */
export class KeyframeCheck implements Check {
  readonly #parts: VerificationParts
  readonly #problems: Problems
  #last: Keyframe | undefined
  #looked = 0

  constructor(parts: VerificationParts, problems: Problems) {
    this.#parts = parts
    this.#problems = problems
  }

  step(): number | undefined {
    const page = this.#parts.tables.keyframes.page(this.#last, SLICE)
    for (const keyframe of page) {
      if (!this.#isRight(keyframe))
        this.#problems.note('E_KEYFRAME', `The landmark at change ${keyframe.seq} is not the one that was set.`, {
          seq: keyframe.seq,
        })
    }
    this.#last = page.at(-1) ?? this.#last
    this.#looked += page.length
    return page.length === 0 ? undefined : this.#looked
  }

  #isRight({ document, version, seq }: Keyframe): boolean {
    const { changes, keyframes } = this.#parts.tables
    const row = changes.get(seq)
    const leads = row?.document === document && row.version === version
    return leads && keyframes.seqFromVersion(document, version) === seq && keyframes.seqAfter(document, seq - 1) === seq
  }
}
