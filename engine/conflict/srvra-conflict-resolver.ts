import { SrvraError } from '../core/errors.ts'
import type { JsonObject, JsonValue } from '../core/json/index.ts'
import { compileRules, EMPTY_RULES, parseRuleSet } from '../core/merge/index.ts'
import type { CompiledRules, CustomRule, RuleSet } from '../core/merge/index.ts'
import type { TimeLimit } from '../ports/time-limit.ts'
import { STRATEGIES } from './conflict-policy.ts'
import type { BuiltInStrategy, CustomStrategy, StrategyInput } from './conflict-policy.ts'
import { CustomStrategies } from './custom-strategies.ts'
import { judge, judgeFor } from './judge.ts'
import type { Dispute, Judgement } from './judge.ts'

export interface ConflictResolverOptions {
  /** Default 'smart-merge'. May name a strategy that is registered later. */
  readonly mergeStrategy?: string
  /** From this confidence on a smart merge is taken without asking a person. Default 0.8. */
  readonly autoResolveThreshold?: number
  readonly rules?: RuleSet
  readonly timeLimit: TimeLimit
}

/** A conflict to be resolved, as the event `conflict` tells of it, and by which strategy. */
export interface ResolveRequest extends Partial<StrategyInput<JsonValue>> {
  /** Default: the resolver's own. */
  readonly strategy?: string
}

/** A resolution. A handler of the event `conflict` may return it. */
export interface Resolution {
  /** Undefined deletes the document. */
  readonly value: JsonValue | undefined
  readonly strategy: string
}

const DEFAULT_THRESHOLD = 0.8

/** Decides what becomes of edits that meet: by merge rules, by strategy, or not at all, which leaves them to a person. */
export class SrvraConflictResolver {
  readonly mergeStrategy: string
  readonly autoResolveThreshold: number
  readonly #custom: CustomStrategies
  readonly #customRules = new Map<string, CustomRule>()
  #rules: RuleSet
  #compiled: CompiledRules

  constructor({
    mergeStrategy = 'smart-merge',
    autoResolveThreshold = DEFAULT_THRESHOLD,
    rules = EMPTY_RULES,
    timeLimit,
  }: ConflictResolverOptions) {
    this.mergeStrategy = mergeStrategy
    this.autoResolveThreshold = autoResolveThreshold
    this.#custom = new CustomStrategies(timeLimit)
    this.#rules = parseRuleSet(rules)
    this.#compiled = compileRules(this.#rules, this.#customRules)
  }

  /** The merge rules in force. */
  get rules(): RuleSet {
    return this.#rules
  }

  /** Whether a merge rule is about documents of that key. */
  hasRules(key: string): boolean {
    return this.#compiled.forKey(key) !== undefined
  }

  /** The names of all strategies, registered ones last. */
  get strategies(): readonly string[] {
    return [...STRATEGIES, ...this.#custom.names]
  }

  /**
   * Adds a strategy under a name. It is given `{ key, baseValue, clientValue, serverValue }` and answers `{ value }`. One that
   * throws, takes too long or answers something else sends the conflict to a person, with the reason. Throws E_STRATEGY.
   */
  registerCustomStrategy<Value extends JsonValue = JsonObject>(name: string, strategy: CustomStrategy<Value>): void {
    // What a document may hold is the application's to know.
    this.#custom.register(name, strategy as unknown as CustomStrategy<JsonValue>)
  }

  /** Adds a merge rule of the application's own, for rules with `custom` and this name. */
  registerCustomRule(name: string, rule: CustomRule): void {
    this.#customRules.set(name, rule)
    this.#compiled = compileRules(this.#rules, this.#customRules)
  }

  /** Puts merge rules into force, for conflicts from now on. Throws E_RULE. */
  useRules(rules: RuleSet): void {
    this.#rules = parseRuleSet(rules)
    this.#compiled = compileRules(this.#rules, this.#customRules)
  }

  /**
   * Resolves a conflict by a strategy. Throws E_STRATEGY for an unknown name, E_UNRESOLVED when the strategy leaves it to a
   * person or fails; the message says why.
   */
  resolveConflict({ strategy = this.mergeStrategy, key = '', baseValue, clientValue, serverValue }: ResolveRequest): Resolution {
    if (!this.strategies.includes(strategy))
      throw new SrvraError('E_STRATEGY', `There is no strategy '${strategy}': ${this.strategies.join(', ')}.`, { strategy })
    const judged = this.judge(
      {
        key,
        base: { value: baseValue, metadata: {} },
        ours: { value: serverValue, metadata: {} },
        theirs: { value: clientValue, metadata: {} },
        oursHlc: '',
        // Who resolves it now has the client's edit before him as the news.
        theirsHlc: '1',
      },
      strategy,
    )
    if (judged.reason === undefined) return { value: judged.value, strategy }
    throw new SrvraError('E_UNRESOLVED', judged.failure ?? `'${strategy}' leaves this to a person: ${judged.reason}.`, {
      strategy,
      reason: judged.reason,
    })
  }

  /** Works out what becomes of two edits. Never throws for what a strategy or rule does wrong. */
  judge(dispute: Dispute, strategy = this.mergeStrategy): Judgement & { readonly failure?: string } {
    const rules = this.#compiled.forKey(dispute.key)
    const winner = winnerOf(strategy, dispute)
    if (winner) return judgeFor(winner, dispute, rules)
    if (strategy === 'smart-merge') return judge(dispute, this.autoResolveThreshold, rules)
    const smart = judge(dispute, 0, rules)
    if (strategy === 'manual') return { ...smart, confidence: 0, reason: smart.reason ?? 'POLICY_MANUAL' }
    const result = this.#custom.run(strategy, {
      key: dispute.key,
      baseValue: dispute.base?.value,
      clientValue: dispute.theirs.value,
      serverValue: dispute.ours.value,
    })
    if ('failure' in result) return { ...smart, confidence: 0, reason: 'RULE_FAILED', failure: result.failure }
    return { ...smart, value: result.value, confidence: 1 }
  }
}

/** For strategies that always have a winner; those that need clocks take them. */
function winnerOf(strategy: string, { oursHlc, theirsHlc }: Dispute): 'ours' | 'theirs' | undefined {
  switch (strategy as BuiltInStrategy) {
    case 'last-write-wins':
      return theirsHlc > oursHlc ? 'theirs' : 'ours'
    case 'first-write-wins':
      return theirsHlc > oursHlc ? 'ours' : 'theirs'
    case 'server-wins':
      return 'ours'
    case 'client-wins':
      return 'theirs'
    default:
      return undefined
  }
}
