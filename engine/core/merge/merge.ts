import { diff } from '../delta/index.ts'
import { spliceText, readSplices } from '../delta/text-edit.ts'
import type { Splice } from '../delta/text-edit.ts'
import { assembleObject, encodePointer, equalJson } from '../json/index.ts'
import type { JsonArray, JsonObject, JsonValue } from '../json/index.ts'

export interface MergeOptions {
  readonly oursHlc?: string
  readonly theirsHlc?: string
}

export interface MergedField {
  readonly path: string
  readonly base?: JsonValue
  readonly ours?: JsonValue
  readonly theirs?: JsonValue
  readonly result?: JsonValue
  readonly outcome: 'ours' | 'theirs' | 'same' | 'text' | 'list' | 'proposal'
  readonly reason?: 'SAME_FIELD' | 'DELETE_VS_EDIT' | 'TYPE_CHANGE' | 'ARRAY_ORDER' | 'NO_BASE'
  readonly confidence: number
}

export interface Merge {
  readonly value: JsonValue | undefined
  readonly fields: readonly MergedField[]
  readonly confidence: number
}

type Side = JsonValue | undefined

/** Three-way merge. */
export function merge(base: Side, ours: Side, theirs: Side, options: MergeOptions = {}): Merge {
  const fields: MergedField[] = []
  const value = mergeAt([], base, ours, theirs, options, fields)
  return { value, fields, confidence: fields.reduce((least, field) => Math.min(least, field.confidence), 1) }
}

function mergeAt(path: string[], base: Side, ours: Side, theirs: Side, options: MergeOptions, fields: MergedField[]): Side {
  const tell = (result: Side, outcome: MergedField['outcome'], confidence: number, reason?: MergedField['reason']): Side => {
    const field = { path: encodePointer(path), base, ours, theirs, result, outcome, confidence, reason }
    fields.push(Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as unknown as MergedField)
    return result
  }
  if (same(ours, theirs)) return same(base, ours) ? ours : tell(ours, 'same', 1)
  if (same(base, ours)) return tell(theirs, 'theirs', 1)
  if (same(base, theirs)) return tell(ours, 'ours', 1)
  if (isObject(base) && isObject(ours) && isObject(theirs)) {
    const names = new Set([...Object.keys(base), ...Object.keys(ours), ...Object.keys(theirs)])
    const members: Record<string, JsonValue> = {}
    for (const name of names) {
      path.push(name)
      const member = mergeAt(path, own(base, name), own(ours, name), own(theirs, name), options, fields)
      path.pop()
      if (member !== undefined) members[name] = member
    }
    return assembleObject(members)
  }
  if (typeof base === 'string' && typeof ours === 'string' && typeof theirs === 'string') {
    const text = mergeTexts(base, ours, theirs)
    if (text !== undefined) return tell(text, 'text', 0.9)
  }
  if (ours === undefined || theirs === undefined) return tell(ours ?? theirs, 'proposal', 0, 'DELETE_VS_EDIT')
  if (base !== undefined && (kindOf(base) !== kindOf(ours) || kindOf(base) !== kindOf(theirs)))
    return tell(ours, 'proposal', 0.2, 'TYPE_CHANGE')
  const later = (options.theirsHlc ?? '') > (options.oursHlc ?? '') ? theirs : ours
  return tell(later, 'proposal', base === undefined ? 0.5 : 0.5, base === undefined ? 'NO_BASE' : 'SAME_FIELD')
}

function mergeTexts(base: string, ours: string, theirs: string): string | undefined {
  const left = splicesOf(base, ours)
  const right = splicesOf(base, theirs)
  if (!left || !right) return undefined
  const merged: Splice[] = []
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const a = left[l]
    const b = right[r]
    if (a && b) {
      const overlap = a.at <= b.at + b.deleted && b.at <= a.at + a.deleted
      if (overlap) return undefined
    }
    if (a && (!b || a.at < b.at)) {
      merged.push(a)
      l++
    } else if (b) {
      merged.push(b)
      r++
    }
  }
  return spliceText(base, merged, [])
}

function splicesOf(base: string, next: string): readonly Splice[] | undefined {
  const delta = diff(base, next) as unknown as JsonArray | string
  return Array.isArray(delta) && delta[0] === 1 ? readSplices(delta, base.length, []) : undefined
}

function own(object: JsonObject, name: string): Side {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function same(left: Side, right: Side): boolean {
  if (left === right) return true
  return left !== undefined && right !== undefined && equalJson(left, right)
}

function isObject(value: Side): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function kindOf(value: JsonValue): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value
}
