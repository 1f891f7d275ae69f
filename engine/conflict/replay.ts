import { equalJson, decodePointer } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { RuleLookup } from '../core/merge/index.ts'
import type { RecordedConflict, RecordedSide } from './conflict-record.ts'
import { judge } from './judge.ts'
import type { Judgement, Side } from './judge.ts'

/** What other rules would have made of a decided conflict, against what stood when it was decided. */
export function replay(
  { key, base, ours, theirs, operation }: RecordedConflict,
  lookup: RuleLookup | undefined,
  threshold: number,
): Judgement {
  const sides = { base: base && sideOf(base), ours: sideOf(ours), theirs: sideOf(theirs) }
  // The hub's change came first, so the edit that came in is the later one, as it was judged then.
  return judge({ key, ...sides, oursHlc: '', theirsHlc: operation.hlc }, threshold, lookup)
}

/** Whether rules said something of a conflict, and nothing else than what was decided there. */
export function rulesAgree({ fields, value }: Judgement, decided: JsonValue | undefined): boolean {
  const ruled = fields.filter(({ rule }) => rule !== undefined)
  return (
    ruled.length > 0 &&
    ruled.every(({ path, outcome }) => outcome !== 'proposal' && equalValues(valueAt(value, path), valueAt(decided, path)))
  )
}

export function equalValues(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  return left === undefined || right === undefined ? left === right : equalJson(left, right)
}

function valueAt(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  return decodePointer(pointer).reduce<JsonValue | undefined>(
    (at, segment) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, segment)
        ? (at as Readonly<Record<string, JsonValue>>)[segment]
        : undefined,
    value,
  )
}

function sideOf({ value, metadata }: RecordedSide): Side {
  return { value, metadata }
}
