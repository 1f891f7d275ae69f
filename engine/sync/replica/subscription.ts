import type { Scheduler } from '../../ports/scheduler.ts'
import { scopeOf } from '../../core/query/scope.ts'
import type { Scope } from '../../core/query/scope.ts'
import type { Receiver } from './receiver.ts'

export interface SubscriptionOptions {
  readonly patterns: readonly string[]
  readonly receiver: Receiver
  readonly scheduler: Scheduler
  /** A slice of what goes out of sight could not be taken away. */
  readonly onFailure: (error: unknown) => void
}

/** The patterns that a replica holds, and how documents that none of them covers go out of sight (P-78). */
export class Subscription {
  readonly #options: SubscriptionOptions
  #scope: Scope
  #patterns: readonly string[]
  /** The patterns that the hub was told last. */
  #announced: readonly string[] = []
  #cancel: (() => void) | undefined

  constructor(options: SubscriptionOptions) {
    this.#options = options
    this.#patterns = options.patterns
    this.#scope = scopeOf(options.patterns)
  }

  get patterns(): readonly string[] {
    return this.#patterns
  }

  /** Patterns that were asked for between hello and welcome have not been said yet. */
  get unsaid(): boolean {
    return this.#announced !== this.#patterns
  }

  /** The patterns, which the hub is being told. */
  announce(): readonly string[] {
    this.#announced = this.#patterns
    return this.#patterns
  }

  /** Documents are still on their way out of sight. */
  get narrowing(): boolean {
    return this.#cancel !== undefined
  }

  matches(key: string): boolean {
    return this.#scope.matches(key)
  }

  /** Whether these patterns are at least the ones that are wanted. */
  isCoveredBy(covered: readonly string[] = []): boolean {
    const known = new Set(covered)
    return this.#patterns.every((pattern) => known.has(pattern))
  }

  replace(patterns: readonly string[]): void {
    this.#patterns = [...patterns]
    this.#scope = scopeOf(this.#patterns)
    this.forgetUnwanted()
  }

  /** Takes what is covered and not wanted any more out of sight, slice by slice. */
  forgetUnwanted(): void {
    if (!this.#options.receiver.narrow(this.#patterns)) return
    this.#cancel?.()
    this.#step(undefined)
  }

  close(): void {
    this.#cancel?.()
  }

  #step(after: string | undefined): void {
    const { receiver, scheduler, onFailure } = this.#options
    try {
      const next = receiver.forget(this.#patterns, after)
      this.#cancel = next === undefined ? undefined : scheduler.after(0, () => this.#step(next))
    } catch (error) {
      this.#cancel = undefined
      onFailure(error)
    }
  }
}
