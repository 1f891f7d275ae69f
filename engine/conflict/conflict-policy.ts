import type { JsonObject, JsonValue } from '../core/json/index.ts'

/** How edits that meet are settled; any other name is that of a strategy that an application registered. */
export const STRATEGIES = ['smart-merge', 'last-write-wins', 'first-write-wins', 'server-wins', 'client-wins', 'manual'] as const

export type BuiltInStrategy = (typeof STRATEGIES)[number]

/**
 * What a strategy of an application is given: plain copies, so that nothing it does to them can do harm. Documents are
 * objects nearly always; a strategy for others says so.
 */
export interface StrategyInput<Value extends JsonValue = JsonObject> {
  readonly key: string
  readonly baseValue: Value | undefined
  /** What the replica wants. */
  readonly clientValue: Value | undefined
  /** What the hub has. */
  readonly serverValue: Value | undefined
}

/** What a strategy answers. No `value`: the document is deleted. */
export interface StrategyAnswer {
  readonly value?: unknown
}

/** Must be pure and quick: it runs while the hub decides. */
export type CustomStrategy<Value extends JsonValue = JsonObject> = (conflict: StrategyInput<Value>) => StrategyAnswer
