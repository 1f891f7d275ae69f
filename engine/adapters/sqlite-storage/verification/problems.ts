import type { VerifyProblem } from '../../../ports/storage.ts'
import { judge } from '../failures.ts'

/** A damaged file may have a problem in each row: the first ones say enough. */
const MOST_PROBLEMS = 1_000

/** What a verification found. */
export class Problems {
  readonly #file: string
  readonly #list: VerifyProblem[] = []

  constructor(file: string) {
    this.#file = file
  }

  get list(): readonly VerifyProblem[] {
    return this.#list
  }

  note(code: string, message: string, where: Omit<VerifyProblem, 'code' | 'message'> = {}): void {
    if (this.#list.length < MOST_PROBLEMS) this.#list.push({ code, message, ...where })
  }

  /** Runs one step. Where SQLite itself finds its file damaged, that is a problem like others; false then. */
  attempt(step: () => void): boolean {
    try {
      step()
      return true
    } catch (error) {
      const judged = judge(error, this.#file)?.error
      if (judged?.code !== 'E_STORE_CORRUPT') throw judged ?? error
      this.note(judged.code, judged.message)
      return false
    }
  }
}
