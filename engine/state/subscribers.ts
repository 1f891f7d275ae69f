import { equalJson } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import { compileKeyPattern } from '../core/query/index.ts'
import type { KeyPattern } from '../core/query/index.ts'
import type { HandlerFailure } from './event-types.ts'
import { isThenable } from './handler-failures.ts'
import { compareCallOrder, rankOf } from './priority-order.ts'
import type { Prioritized } from './priority-order.ts'
import type { StateUpdate } from './state-update.ts'
import type { SelectOptions, StateListener, SubscribeOptions } from './subscription.ts'

interface Subscription extends Prioritized {
  readonly id: string
  readonly pattern: KeyPattern
  readonly listener: StateListener<unknown>
  readonly options: SubscribeOptions & Partial<SelectOptions<unknown>>
  /** Later changes than this one are told; a change that was under way when the subscription began is not (S-14). */
  readonly after: number
  ended: boolean
}

/** Who wants to hear of which keys. */
export class Subscribers {
  readonly #report: (failure: HandlerFailure) => void
  readonly #byId = new Map<string, Subscription>()
  /** Lists are replaced, never changed, so that one can be walked while listeners come and go. */
  readonly #exact = new Map<string, readonly Subscription[]>()
  #patterns: readonly Subscription[] = []
  #lastOrder = 0

  constructor(report: (failure: HandlerFailure) => void) {
    this.#report = report
  }

  get size(): number {
    return this.#byId.size
  }

  add(
    pattern: string,
    listener: StateListener<unknown>,
    options: SubscribeOptions & Partial<SelectOptions<unknown>>,
    after: number,
  ): string {
    const order = ++this.#lastOrder
    const rank = rankOf(options.priority ?? 'normal')
    const subscription: Subscription = {
      id: `subscriber-${order}`,
      pattern: compileKeyPattern(pattern),
      listener,
      options,
      rank,
      order,
      after,
      ended: false,
    }
    const { exact } = subscription.pattern
    this.#byId.set(subscription.id, subscription)
    if (exact === undefined) this.#patterns = inserted(this.#patterns, subscription)
    else this.#exact.set(exact, inserted(this.#exact.get(exact) ?? [], subscription))
    return subscription.id
  }

  /** Ends a subscription; false when there is none of that id. */
  remove(id: string): boolean {
    const subscription = this.#byId.get(id)
    if (!subscription) return false
    subscription.ended = true
    this.#byId.delete(id)
    const { exact } = subscription.pattern
    if (exact === undefined) this.#patterns = this.#patterns.filter((other) => other !== subscription)
    else this.#removeExact(exact, subscription)
    return true
  }

  /** Whether anybody would be told about the key. */
  wants(key: string): boolean {
    return this.#exact.has(key) || this.#patterns.some(({ pattern }) => pattern.matches(key))
  }

  /** Tells all whose key or pattern matches, by priority, each isolated from the others. */
  notify(update: StateUpdate): void {
    const exact = this.#exact.get(update.key)
    const patterns = this.#patterns
    if (exact === undefined || patterns.length === 0) {
      for (const subscription of exact ?? patterns) {
        if (exact || subscription.pattern.matches(update.key)) this.#tell(subscription, update)
      }
      return
    }
    const matching = patterns.filter(({ pattern }) => pattern.matches(update.key))
    for (const subscription of [...exact, ...matching].toSorted(compareCallOrder)) this.#tell(subscription, update)
  }

  #removeExact(key: string, subscription: Subscription): void {
    const rest = this.#exact.get(key)?.filter((other) => other !== subscription) ?? []
    if (rest.length === 0) this.#exact.delete(key)
    else this.#exact.set(key, rest)
  }

  #tell(subscription: Subscription, update: StateUpdate): void {
    if (subscription.ended || update.seq <= subscription.after) return
    try {
      const result = this.#call(subscription, update)
      if (isThenable(result)) result.then(undefined, (error: unknown) => this.#fail(subscription, update, error))
    } catch (error) {
      this.#fail(subscription, update, error)
    }
  }

  #call(subscription: Subscription, update: StateUpdate): unknown {
    const { selector, filter, once } = subscription.options
    let value: unknown = update.value
    if (selector) {
      value = selector(update.value)
      if (sameSelection(selector(update.previousValue), value)) return undefined
    }
    if (filter && !filter(update.value, update)) return undefined
    if (once) this.remove(subscription.id)
    return subscription.listener(value, update)
  }

  #fail(subscription: Subscription, update: StateUpdate, error: unknown): void {
    this.#report({ source: update.key, subscriberId: subscription.id, error })
  }
}

function inserted(list: readonly Subscription[], subscription: Subscription): readonly Subscription[] {
  return [...list, subscription].toSorted(compareCallOrder)
}

/** Selectors make new objects as often as they pick existing ones, so what counts is the content. */
function sameSelection(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true
  if (typeof before !== 'object' || typeof after !== 'object') return false
  return equalJson(before as JsonValue, after as JsonValue)
}
