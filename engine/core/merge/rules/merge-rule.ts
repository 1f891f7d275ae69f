import type { JsonValue } from '../../json/index.ts'

/** Every rule that the engine brings along, in the order in which they are listed. */
export const MERGE_RULE_NAMES = [
  'counter',
  'max',
  'min',
  'union',
  'add-wins-set',
  'list-by-id',
  'text',
  'lww',
  'immutable',
] as const

/** A rule that the engine brings along. */
export type MergeRuleName = (typeof MERGE_RULE_NAMES)[number]

/** What becomes of a field that both sides changed, in the documents of some keys. // M-20 */
export interface MergeRule {
  /** Pattern of the keys of documents, as `inventory/**`. */
  readonly keys: string
  /**
   * Names joined by dots, as `stock.quantity`; odd names are quoted. `*` is one member or element, `**` any depth; the
   * empty text is the whole document.
   */
  readonly path: string
  readonly rule: MergeRuleName | 'custom'
  /** With `custom`: the name under which the function was registered. */
  readonly custom?: string
  /** With `counter`: the least that the result may be; less is for a person. */
  readonly min?: number
  /** With `counter`: the most that the result may be; more is for a person. */
  readonly max?: number
  /** With `list-by-id`: the member by which elements are recognised; `id` where it is not said. */
  readonly id?: string
  /** Why the rule is there, for people. */
  readonly note?: string
}

/** Rules as data. The first that matches a key and a path holds. */
export interface RuleSet {
  readonly version: number
  readonly rules: readonly MergeRule[]
}

/** What holds before anybody has made a rule. */
export const EMPTY_RULES: RuleSet = Object.freeze({ version: 0, rules: Object.freeze([]) })

/** What a custom rule decides on. */
export interface CustomRuleSides {
  readonly base: JsonValue | undefined
  readonly ours: JsonValue | undefined
  readonly theirs: JsonValue | undefined
  /** JSON pointer to the value. */
  readonly path: string
}

/**
 * Says what stands where both sides changed a value differently. It has to depend on the sides alone, and to say the same
 * when they are swapped; where it throws, or returns what is no JSON value, a person decides.
 */
export type CustomRule = (sides: CustomRuleSides) => JsonValue | undefined
