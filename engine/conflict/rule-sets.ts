import { SrvraError } from '../core/errors.ts'
import type { JsonObject, JsonValue } from '../core/json/index.ts'
import { EMPTY_RULES, parseRuleSet } from '../core/merge/index.ts'
import type { MergeRule, RuleSet } from '../core/merge/index.ts'
import type { Clock } from '../ports/clock.ts'
import type { Storage } from '../ports/storage.ts'

const RULE_SETS = 'merge-rules'
const DIGITS = 8
/** Sets that are looked through for the newest, a page at a time. */
const PAGE = 100

/** A set of merge rules that is or was in force. */
export interface RuleSetVersion extends RuleSet {
  readonly by: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly note?: string
}

/** Every set of merge rules that was ever in force, by number. None is changed: to go back is to put an older one into force anew. */
export class RuleSets {
  readonly #storage: Storage
  readonly #clock: Clock
  #current: RuleSetVersion | undefined

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage
    this.#clock = clock
    for (let after: string | undefined; ;) {
      const page = storage.records(RULE_SETS, after === undefined ? { limit: PAGE } : { after, limit: PAGE })
      const last = page.at(-1)
      if (last) this.#current = read(last.value)
      if (!last || page.length < PAGE) return
      after = last.id
    }
  }

  /** What is in force; undefined when no rules ever were. */
  get current(): RuleSetVersion | undefined {
    return this.#current
  }

  /** Sets before a version, newest first. */
  versions({
    before = (this.#current?.version ?? 0) + 1,
    limit,
  }: {
    readonly before?: number
    readonly limit: number
  }): readonly RuleSetVersion[] {
    const first = Math.max(1, before - limit)
    const page = this.#storage.records(RULE_SETS, { after: idOf(first - 1), limit: Math.max(1, before - first) })
    return page.map(({ value }) => read(value)).toReversed()
  }

  /** Throws E_RULE_SET_UNKNOWN. */
  version(number: number): RuleSetVersion {
    const value = this.#storage.record(RULE_SETS, idOf(number))
    if (value === undefined) throw new SrvraError('E_RULE_SET_UNKNOWN', `There is no rule set ${number}.`, { version: number })
    return read(value)
  }

  /** Keeps rules as the next version. `basedOn` is the version that was looked at: throws E_RULES_MOVED when another is in force, and E_RULE. */
  add(
    rules: readonly MergeRule[],
    { by, basedOn, note }: { readonly by: string; readonly basedOn: number; readonly note?: string },
  ): RuleSetVersion {
    const { version } = this.#current ?? EMPTY_RULES
    if (basedOn !== version)
      throw new SrvraError('E_RULES_MOVED', `Rule set ${version} is in force by now; look at it first.`, {
        expected: basedOn,
        actual: version,
      })
    const parsed = parseRuleSet({ version: version + 1, rules })
    const added: RuleSetVersion = { ...parsed, by, at: this.#clock.now(), ...(note === undefined ? {} : { note }) }
    void this.#storage.append([], [{ collection: RULE_SETS, id: idOf(added.version), value: added as unknown as JsonValue }])
    this.#current = added
    return added
  }
}

function idOf(version: number): string {
  return String(version).padStart(DIGITS, '0')
}

/** Written here, as what it is read as. */
function read(value: JsonValue): RuleSetVersion {
  return value as JsonObject as unknown as RuleSetVersion
}
