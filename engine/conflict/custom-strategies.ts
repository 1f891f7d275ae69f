import { SrvraError } from '../core/errors.ts'
import { admitJson } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { TimeLimit } from '../ports/time-limit.ts'
import { STRATEGIES } from './conflict-policy.ts'
import type { CustomStrategy, StrategyInput } from './conflict-policy.ts'

/** Long enough for any merge that is pure, short enough that others who wait do not notice. */
const LIMIT_MS = 250
const NAME = /^[a-z][a-z0-9-]{0,63}$/

/** What a strategy of an application came to. */
export type StrategyResult = { readonly value: JsonValue | undefined } | { readonly failure: string }

/** Strategies that an application registered. They are foreign code: what they do wrong is told, and harms nobody. */
export class CustomStrategies {
  readonly #byName = new Map<string, CustomStrategy<JsonValue>>()
  readonly #limit: TimeLimit

  constructor(limit: TimeLimit) {
    this.#limit = limit
  }

  get names(): readonly string[] {
    return [...this.#byName.keys()]
  }

  has(name: string): boolean {
    return this.#byName.has(name)
  }

  /** A later one of the same name replaces the earlier. Throws E_STRATEGY for a name that can not be. */
  register(name: string, strategy: CustomStrategy<JsonValue>): void {
    if (!NAME.test(name) || (STRATEGIES as readonly string[]).includes(name))
      throw new SrvraError(
        'E_STRATEGY',
        `'${name}' can not name a strategy: small letters, digits and '-', and none of ${STRATEGIES.join(', ')}.`,
        { name },
      )
    if (typeof strategy !== 'function') throw new SrvraError('E_STRATEGY', `The strategy '${name}' has to be a function.`, { name })
    this.#byName.set(name, strategy)
  }

  /** Runs one on copies. Whatever it throws, however long it takes and whatever it answers: this never throws. */
  run(name: string, { key, baseValue, clientValue, serverValue }: StrategyInput<JsonValue>): StrategyResult {
    const strategy = this.#byName.get(name)
    if (!strategy) return { failure: `There is no strategy '${name}'; register it before conflicts arise.` }
    const input = { key, baseValue: copy(baseValue), clientValue: copy(clientValue), serverValue: copy(serverValue) }
    try {
      const answer: unknown = this.#limit(() => strategy(input), LIMIT_MS)
      return resultOf(name, answer)
    } catch (error) {
      return { failure: `The strategy '${name}' failed: ${messageOf(error)}` }
    }
  }
}

function resultOf(name: string, answer: unknown): StrategyResult {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer) || 'then' in answer)
    return { failure: `The strategy '${name}' has to answer { value }, at once.` }
  const { value } = answer as { readonly value?: unknown }
  return { value: value === undefined ? undefined : admitJson(value) }
}

function copy(value: JsonValue | undefined): JsonValue | undefined {
  return value === undefined ? undefined : structuredClone(value)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
