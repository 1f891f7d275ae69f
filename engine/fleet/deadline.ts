import { SrvraError } from '../core/errors.ts'

/** Gives up what takes longer, all of it at the same instant. */
export class Deadline {
  readonly #over: Promise<undefined>
  #timer: NodeJS.Timeout | undefined

  constructor(ms: number) {
    this.#over = new Promise((resolve) => {
      this.#timer = setTimeout(() => resolve(undefined), ms)
    })
  }

  /** Undefined when the time is over before, or the work fails. */
  wait<Result>(work: Promise<Result>): Promise<Result | undefined> {
    const outcome = work.catch((error: unknown) => {
      if (error instanceof SrvraError) return undefined
      throw error
    })
    return Promise.race([outcome, this.#over])
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}
