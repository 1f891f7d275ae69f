import { diff, toJsonPatch } from '../../core/delta/index.ts'
import { admitJson, sizeBytes, type JsonObject, type JsonValue } from '../../core/json/index.ts'
import type { DiffView } from '../commands.ts'
import { diffLines } from './diff-lines.ts'
import { LineCollector } from './line-collector.ts'

/** More operations than that are no help to a person; the values themselves are. */
const MOST_OPERATIONS = 2000

/** Compares two values for people; undefined is 'not there'. Throws what `admitJson` throws. */
export function diffView(before: JsonValue | undefined, after: JsonValue | undefined): DiffView {
  if (before !== undefined && after !== undefined) return diffOfValues(admitJson(before), admitJson(after))
  if (after !== undefined) return oneSided('added', admitJson(after))
  if (before !== undefined) return oneSided('removed', admitJson(before))
  return { lines: [], jsonPatch: [], sizeBytes: 0, truncated: false }
}

function diffOfValues(before: JsonValue, after: JsonValue): DiffView {
  const delta = diff(before, after)
  const { lines, truncated } = diffLines(before, after)
  const operations = toJsonPatch(before, delta)
  return {
    lines,
    truncated,
    jsonPatch: operations.length > MOST_OPERATIONS ? [] : operations.map((operation): JsonObject => ({ ...operation })),
    sizeBytes: delta === undefined ? 0 : sizeBytes(delta),
  }
}

function oneSided(change: 'added' | 'removed', value: JsonValue): DiffView {
  const collector = new LineCollector()
  collector.leaves(change, value, [])
  const jsonPatch: JsonObject[] = change === 'added' ? [{ op: 'add', path: '', value }] : [{ op: 'remove', path: '' }]
  return { lines: collector.lines, truncated: collector.truncated, jsonPatch, sizeBytes: change === 'added' ? sizeBytes(value) : 0 }
}
