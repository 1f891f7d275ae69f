import { assembleArray, assembleObject, encodePointer } from '../json/index.ts'
import type { JsonArray, JsonObject, JsonValue, PathSegment } from '../json/index.ts'
import { mergeLists, type ElementMerger } from './merge-lists.ts'
import { ALIKE, BOTH, NO_BASE, OURS, SAME_FIELD, THEIRS } from './merged-field.ts'
import type { MergedField, Side, SideName, Verdict } from './merged-field.ts'
import type { AppliedRule, RuleLookup } from './rules/compile-rules.ts'
import { identityFor, orderedBy } from './rules/lists.ts'
import { ruleOn } from './rules/rule-on.ts'
import { laterOf, type Ruling } from './rules/ruling.ts'
import { settle } from './settle.ts'
import { isList, isObject, memberNames, memberOf, sameSide } from './side.ts'

const NO_MEMBERS: JsonObject = assembleObject({})
const NO_ITEMS: JsonArray = assembleArray([])

/** One walk over the three values. What it tells depends on their content alone, never on what they share by reference. */
export class MergeWalk implements ElementMerger {
  readonly fields: MergedField[] = []
  readonly later: SideName
  /** Which sides the value that was merged last equals. */
  equals = BOTH
  readonly #path: PathSegment[] = []
  readonly #rules: RuleLookup | undefined
  /** Rules do not go by which side is ours, where nobody knows who wrote later. */
  readonly #known: SideName | undefined

  constructor(later: SideName, tied: boolean, rules: RuleLookup | undefined) {
    this.later = later
    this.#known = tied ? undefined : later
    this.#rules = rules
  }

  /** Merges what stands at the path. Merge rules for a path, where there are any, go before all that follows. */
  at(base: Side, ours: Side, theirs: Side): Side {
    if (base === ours && base === theirs) {
      this.equals = BOTH
      return ours
    }
    if (this.#rules === undefined) return this.#parts(base, ours, theirs, undefined)
    const applied = this.#rules.at(this.#path)
    const ruling = applied && ruleOn(applied, { path: this.#path, base, ours, theirs, later: this.#known })
    return ruling ? this.#ruled(base, ours, theirs, applied, ruling) : this.#parts(base, ours, theirs, applied)
  }

  #parts(base: Side, ours: Side, theirs: Side, applied: AppliedRule | undefined): Side {
    if (isObject(ours) && isObject(theirs) && (base === undefined || isObject(base))) return this.#objects(base, ours, theirs)
    if (isList(ours) && isList(theirs) && (base === undefined || isList(base))) return this.#lists(base, ours, theirs, applied)
    return this.#whole(base, ours, theirs)
  }

  inside(segment: PathSegment, base: Side, ours: Side, theirs: Side): Side {
    this.#path.push(segment)
    const value = this.at(base, ours, theirs)
    this.#path.pop()
    return value
  }

  #objects(base: JsonObject | undefined, ours: JsonObject, theirs: JsonObject): JsonObject {
    const told = this.fields.length
    const from = base ?? NO_MEMBERS
    const names = memberNames(from, ours, theirs)
    const merged: Side[] = []
    let equals = BOTH
    for (const name of names) {
      const member = this.inside(name, memberOf(from, name), memberOf(ours, name), memberOf(theirs, name))
      merged.push(member)
      equals &= this.equals
    }
    this.equals = equals
    if (base === undefined && this.fields.length === told) this.#tell(base, ours, theirs, ours, ALIKE)
    if (equals !== 0) return (equals & OURS) !== 0 ? ours : theirs
    const members: Record<string, JsonValue> = {}
    for (const [at, name] of names.entries()) {
      const member = merged[at]
      if (member !== undefined) members[name] = member
    }
    return assembleObject(members)
  }

  #lists(base: JsonArray | undefined, ours: JsonArray, theirs: JsonArray, applied: AppliedRule | undefined): JsonArray {
    const told = this.fields.length
    const identity = identityFor(applied)
    const later = identity === undefined ? this.later : laterOf({ ours, theirs, later: this.#known })
    const merged = mergeLists({ base: base ?? NO_ITEMS, ours, theirs }, later, this, identity)
    const { items, equals } = merged
    const verdict = orderedBy(applied, merged)
    const list = equals === 0 ? assembleArray(items) : (equals & OURS) !== 0 ? ours : theirs
    const reason = base === undefined && verdict === SAME_FIELD ? NO_BASE : verdict
    if (reason !== undefined) this.#tell(base, ours, theirs, list, reason)
    else if (base === undefined && this.fields.length === told) this.#tell(base, ours, theirs, list, ALIKE)
    this.equals = equals
    return list
  }

  #ruled(base: Side, ours: Side, theirs: Side, { name }: AppliedRule, { result, verdict }: Ruling): Side {
    this.equals = (sameSide(result, ours) ? OURS : 0) | (sameSide(result, theirs) ? THEIRS : 0)
    const value = (this.equals & OURS) !== 0 ? ours : (this.equals & THEIRS) !== 0 ? theirs : result
    return this.#tell(base, ours, theirs, value, { ...verdict, rule: name })
  }

  #whole(base: Side, ours: Side, theirs: Side): Side {
    const { result, verdict } = settle(base, ours, theirs, this.later)
    if (verdict === undefined || verdict === ALIKE) this.equals = BOTH
    else this.equals = (result === ours ? OURS : 0) | (result === theirs ? THEIRS : 0)
    return verdict === undefined ? result : this.#tell(base, ours, theirs, result, verdict)
  }

  #tell<Result extends Side>(base: Side, ours: Side, theirs: Side, result: Result, verdict: Verdict): Result {
    const field: { -readonly [Name in keyof MergedField]: MergedField[Name] } = { path: encodePointer(this.#path), ...verdict }
    if (base !== undefined) field.base = base
    if (ours !== undefined) field.ours = ours
    if (theirs !== undefined) field.theirs = theirs
    if (result !== undefined) field.result = result
    this.fields.push(field)
    return result
  }
}
