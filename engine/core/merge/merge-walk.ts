import { SHORTEST_EDITED } from '../delta/diff-texts.ts'
import {
  assembleArray,
  assembleObject,
  encodePointer,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  type PathSegment,
} from '../json/index.ts'
import { mergeLists, type ElementMerger } from './merge-lists.ts'
import { mergeTexts } from './merge-texts.ts'
import {
  ALIKE,
  BOTH,
  DELETE_VS_EDIT,
  NO_BASE,
  NO_BASE_NOR_TYPE,
  ONLY_OURS,
  ONLY_THEIRS,
  OURS,
  SAME_FIELD,
  TEXT_MERGED,
  THEIRS,
  TYPE_CHANGE,
} from './merged-field.ts'
import type { MergedField, Side, Verdict } from './merged-field.ts'
import { isList, isObject, memberNames, memberOf, sameSide, typeOf } from './side.ts'

const NO_MEMBERS: JsonObject = assembleObject({})
const NO_ITEMS: JsonArray = assembleArray([])

/** One walk over the three values. What it tells depends on their content alone, never on what they share by reference. */
export class MergeWalk implements ElementMerger {
  readonly fields: MergedField[] = []
  readonly later: 'ours' | 'theirs'
  /** Which sides the value that was merged last equals. */
  equals = BOTH
  readonly #path: PathSegment[] = []

  constructor(later: 'ours' | 'theirs') {
    this.later = later
  }

  /** Merges what stands at the path. Merge rules for a path, where there are any, go before all that follows. */
  at(base: Side, ours: Side, theirs: Side): Side {
    if (base === ours && base === theirs) {
      this.equals = BOTH
      return ours
    }
    if (isObject(ours) && isObject(theirs) && (base === undefined || isObject(base))) return this.#objects(base, ours, theirs)
    if (isList(ours) && isList(theirs) && (base === undefined || isList(base))) return this.#lists(base, ours, theirs)
    return this.#leaf(base, ours, theirs)
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

  #lists(base: JsonArray | undefined, ours: JsonArray, theirs: JsonArray): JsonArray {
    const told = this.fields.length
    const { items, equals, verdict } = mergeLists({ base: base ?? NO_ITEMS, ours, theirs }, this.later, this)
    const list = equals === 0 ? assembleArray(items) : (equals & OURS) !== 0 ? ours : theirs
    const reason = base === undefined && verdict === SAME_FIELD ? NO_BASE : verdict
    if (reason !== undefined) this.#tell(base, ours, theirs, list, reason)
    else if (base === undefined && this.fields.length === told) this.#tell(base, ours, theirs, list, ALIKE)
    this.equals = equals
    return list
  }

  #leaf(base: Side, ours: Side, theirs: Side): Side {
    const onlyTheirs = sameSide(base, ours)
    if (sameSide(base, theirs)) {
      this.equals = onlyTheirs ? BOTH : OURS
      return onlyTheirs ? ours : this.#tell(base, ours, theirs, ours, ONLY_OURS)
    }
    this.equals = THEIRS
    if (onlyTheirs) return this.#tell(base, ours, theirs, theirs, ONLY_THEIRS)
    this.equals = BOTH
    if (sameSide(ours, theirs)) return this.#tell(base, ours, theirs, ours, ALIKE)
    return this.#disputed(base, ours, theirs)
  }

  /** Both sides changed it, and differently. */
  #disputed(base: Side, ours: Side, theirs: Side): Side {
    if (ours === undefined || theirs === undefined) {
      this.equals = ours === undefined ? THEIRS : OURS
      return this.#tell(base, ours, theirs, ours ?? theirs, DELETE_VS_EDIT)
    }
    if (typeof base === 'string' && typeof ours === 'string' && typeof theirs === 'string' && isText(base, ours, theirs)) {
      const { text, contested } = mergeTexts(base, ours, theirs, this.later)
      this.equals = (text === ours ? OURS : 0) | (text === theirs ? THEIRS : 0)
      return this.#tell(base, ours, theirs, text, contested ? SAME_FIELD : TEXT_MERGED)
    }
    const likeTypes = typeOf(ours) === typeOf(theirs)
    this.equals = this.later === 'ours' ? OURS : THEIRS
    const result = this.later === 'ours' ? ours : theirs
    if (base === undefined) return this.#tell(base, ours, theirs, result, likeTypes ? NO_BASE : NO_BASE_NOR_TYPE)
    return this.#tell(base, ours, theirs, result, likeTypes ? SAME_FIELD : TYPE_CHANGE)
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

/** Short texts are names, codes and the like, and no sum of two edits. // M-8 */
function isText(base: string, ours: string, theirs: string): boolean {
  return base.length >= SHORTEST_EDITED || Math.min(ours.length, theirs.length) >= SHORTEST_EDITED
}
