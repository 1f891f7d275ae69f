import { SrvraError } from '../core/errors.ts'
import type { Priority } from '../core/log/change.ts'
import { compileKeyPattern } from '../core/query/index.ts'
import type { Clock } from '../ports/clock.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import { EventHistory } from './event-history.ts'
import type { EventRecord } from './event-history.ts'
import { HANDLER_ERROR } from './event-types.ts'
import type { EventPayloads, HandlerFailure, PayloadOf } from './event-types.ts'
import { isThenable, reportToConsole } from './handler-failures.ts'
import type { FailureReporter } from './handler-failures.ts'
import { compareCallOrder, rankOf } from './priority-order.ts'
import type { Prioritized } from './priority-order.ts'

/** Called with the payload, and with the whole record (name, id, time) for handlers of several events. May be async. */
export type EventHandler<Name extends string> = (payload: PayloadOf<Name>, event: EventRecord) => unknown

export interface EventSubscribeOptions<Name extends string> {
  /** Higher ones are called first; equal ones in the order of subscription. Default 'normal'. */
  readonly priority?: Priority
  /** The handler is left out when this answers false. */
  readonly filter?: (payload: PayloadOf<Name>, event: EventRecord) => boolean
  /** Ends the subscription with the first call. */
  readonly once?: boolean
  /** Calls the handler first with matching past events: all that are kept, or the last so many. */
  readonly replay?: boolean | number
}

/** What one handler made of an event. */
export type HandlerResult =
  | { readonly subscriberId: string; readonly status: 'fulfilled'; readonly value: unknown }
  | { readonly subscriberId: string; readonly status: 'rejected'; readonly reason: unknown }

export interface EventBusOptions {
  readonly clock: Clock
  /** How many past events are kept for replay; 0 for none. Default 256. */
  readonly historySize?: number
  /** Told of failures of handlers when nobody listens to `handler-error`. Default: the console. */
  readonly onError?: FailureReporter
}

export interface EventStatistics {
  readonly handlers: number
  readonly emitted: number
  readonly failures: number
  readonly historySize: number
}

interface Subscription extends Prioritized {
  readonly id: string
  readonly matches: (name: string) => boolean
  readonly handler: (payload: unknown, event: EventRecord) => unknown
  readonly filter: ((payload: unknown, event: EventRecord) => boolean) | undefined
  readonly once: boolean
  /** Later events than this one are delivered; earlier ones come by replay or not at all (E-6). */
  readonly after: number
  ended: boolean
}

type Outcome = { readonly value: unknown } | { readonly error: unknown }

const DEFAULT_HISTORY_SIZE = 256
/** Names of custom events may be made up without end; the handlers of so many are remembered. */
const MAX_REMEMBERED_NAMES = 1024

/** Tells handlers what happens, by priority, each isolated from the others, in one order for all. */
export class SrvraEventBus {
  /** Shared with the state manager, so that subscribers and handlers see everything in one order. Not for applications. */
  readonly delivery = new DeliveryQueue()
  readonly #clock: Clock
  readonly #history: EventHistory
  readonly #onError: FailureReporter
  readonly #subscriptions = new Map<string, Subscription>()
  /** The handlers of each name that was emitted, in the order of calls: made anew after a change of subscriptions. */
  #called = new Map<string, readonly Subscription[]>()
  #lastOrder = 0
  #failures = 0

  constructor(options: EventBusOptions) {
    this.#clock = options.clock
    this.#history = new EventHistory(options.historySize ?? DEFAULT_HISTORY_SIZE)
    this.#onError = options.onError ?? reportToConsole
  }

  /** Calls the handler for each event of the name, or of the names a `*` stands for. Returns the id to unsubscribe with. */
  subscribe<Name extends string>(name: Name, handler: EventHandler<Name>, options: EventSubscribeOptions<Name> = {}): string {
    const order = ++this.#lastOrder
    const subscription: Subscription = {
      id: `handler-${order}`,
      matches: eventMatcher(name),
      // The bus pairs names with payloads; inside, a payload is whatever was emitted under the name.
      handler: handler as Subscription['handler'],
      filter: options.filter as Subscription['filter'],
      once: options.once ?? false,
      rank: rankOf(options.priority ?? 'normal'),
      order,
      after: this.#history.lastId,
      ended: false,
    }
    this.#subscriptions.set(subscription.id, subscription)
    this.#called = new Map()
    if (options.replay) this.#replay(subscription, options.replay === true ? Infinity : options.replay)
    return subscription.id
  }

  /** Ends a subscription; false when there is none of that id. */
  unsubscribe(id: string): boolean {
    const subscription = this.#subscriptions.get(id)
    if (!subscription) return false
    subscription.ended = true
    this.#subscriptions.delete(id)
    this.#called = new Map()
    return true
  }

  /** Tells all handlers. Handlers run before it returns, unless another event is being delivered: then after that. */
  emit<Name extends string>(name: Name, payload: PayloadOf<Name>): void {
    this.#publish(name, payload)
  }

  /** As `emit`, and resolves with what every handler returned or threw, in the order of calls, when all have settled. */
  gather<Name extends string>(name: Name, payload: PayloadOf<Name>): Promise<readonly HandlerResult[]> {
    return new Promise((resolve) => this.#publish(name, payload, (results) => resolve(Promise.all(results))))
  }

  /** Past events that are kept, oldest first: of a name or pattern, at most the last `limit`. */
  getHistory(name = '*', limit = Infinity): readonly EventRecord[] {
    return this.#history.select(eventMatcher(name), limit)
  }

  /** How many handlers there are, and events and failures there have been. */
  getStatistics(): EventStatistics {
    return {
      handlers: this.#subscriptions.size,
      emitted: this.#history.lastId,
      failures: this.#failures,
      historySize: this.#history.size,
    }
  }

  /** Tells all handlers as a part of the delivery that is under way (E-5). Must not be called outside of one. */
  announce<Name extends keyof EventPayloads>(name: Name, payload: EventPayloads[Name], at: number): void {
    const called = this.#handlersOf(name)
    const id = this.#history.add(name, payload, at)
    if (called.length > 0) this.#deliver({ id, name, payload, at })
  }

  /** Reports someone else's failed subscriber the way failed handlers are reported. Not for applications. */
  report(failure: HandlerFailure): void {
    this.#failures++
    try {
      if (failure.source === HANDLER_ERROR || this.#handlersOf(HANDLER_ERROR).length === 0) this.#onError(failure)
      else this.emit(HANDLER_ERROR, failure)
    } catch {
      // A reporter that fails, or a chain of failures too long to deliver: the first failure must still show.
      reportToConsole(failure)
    }
  }

  #publish(name: string, payload: unknown, settle?: (results: Promise<HandlerResult>[]) => void): void {
    const called = this.#handlersOf(name)
    if (called.length > 0) this.delivery.assertDepth()
    const at = this.#clock.now()
    const id = this.#history.add(name, payload, at)
    if (called.length === 0) settle?.([])
    else this.delivery.push(() => this.#deliver({ id, name, payload, at }, settle))
  }

  #handlersOf(name: string): readonly Subscription[] {
    const known = this.#called.get(name)
    if (known) return known
    const handlers = [...this.#subscriptions.values()]
      .filter((subscription) => subscription.matches(name))
      .toSorted(compareCallOrder)
    if (this.#called.size >= MAX_REMEMBERED_NAMES) this.#called.clear()
    this.#called.set(name, handlers)
    return handlers
  }

  #deliver(event: EventRecord, settle?: (results: Promise<HandlerResult>[]) => void): void {
    const results: Promise<HandlerResult>[] = []
    for (const subscription of this.#handlersOf(event.name)) {
      if (event.id <= subscription.after) continue
      const result = this.#call(subscription, event)
      if (settle && result) results.push(settled(subscription.id, result))
    }
    settle?.(results)
  }

  #replay(subscription: Subscription, limit: number): void {
    const past = this.#history.select(subscription.matches, limit)
    this.delivery.push(() => past.forEach((event) => this.#call(subscription, event)))
  }

  /** E-4: whatever a handler does, the next one is called. Undefined when this one was not. */
  #call(subscription: Subscription, event: EventRecord): Outcome | undefined {
    if (subscription.ended) return undefined
    try {
      if (subscription.filter && !subscription.filter(event.payload, event)) return undefined
      if (subscription.once) this.unsubscribe(subscription.id)
      const value = subscription.handler(event.payload, event)
      if (isThenable(value)) value.then(undefined, (error: unknown) => this.#fail(subscription, event, error))
      return { value }
    } catch (error) {
      this.#fail(subscription, event, error)
      return { error }
    }
  }

  #fail(subscription: Subscription, event: EventRecord, error: unknown): void {
    this.report({ source: event.name, subscriberId: subscription.id, error })
  }
}

/** E-2: in a subscription's name a star stands for any run of characters. */
function eventMatcher(name: string): (name: string) => boolean {
  if (name === '')
    throw new SrvraError('E_EVENT_NAME', 'An event needs a name, such as state-updated; a star stands for any run of characters.')
  return name === '*' ? () => true : compileKeyPattern(name.replaceAll(/\*+/g, '**')).matches
}

async function settled(subscriberId: string, outcome: Outcome): Promise<HandlerResult> {
  if ('error' in outcome) return { subscriberId, status: 'rejected', reason: outcome.error }
  try {
    return { subscriberId, status: 'fulfilled', value: await outcome.value }
  } catch (reason) {
    return { subscriberId, status: 'rejected', reason }
  }
}
