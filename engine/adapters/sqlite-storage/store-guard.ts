import { SrvraError } from '../../core/errors.ts'
import { judge } from './failures.ts'

/** Knows what the store may still do: nothing once it is closed, no writes once one has failed on the disk. */
export class StoreGuard {
  readonly #file: string
  #fenced: SrvraError | undefined
  #closed = false

  constructor(file: string) {
    this.#file = file
  }

  get closed(): boolean {
    return this.#closed
  }

  get fenced(): boolean {
    return this.#fenced !== undefined
  }

  close(): void {
    this.#closed = true
  }

  assertOpen(): void {
    if (this.#closed) throw new SrvraError('E_STORE_CLOSED', 'The store is closed; open it again.')
  }

  assertWritable(): void {
    this.assertOpen()
    if (!this.#fenced) return
    const message = 'The store takes no more writes since one failed on the disk; check the disk, then open the store again.'
    throw new SrvraError('E_STORE_FENCED', message, {}, { cause: this.#fenced })
  }

  /** Runs a read: errors of the disk come out as ours, and writing may go on. */
  read<Result>(work: () => Result): Result {
    this.assertOpen()
    try {
      return work()
    } catch (error) {
      throw judge(error, this.#file)?.error ?? error
    }
  }

  /** Runs a write: a failed one may fence the store (L-11). */
  write<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      const verdict = judge(error, this.#file)
      if (verdict?.fence) this.#fenced = verdict.error
      throw verdict?.error ?? error
    }
  }
}
