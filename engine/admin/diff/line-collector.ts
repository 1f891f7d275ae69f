import type { JsonValue, PathSegment } from '../../core/json/index.ts'
import type { DiffLine } from '../commands.ts'

/** More lines than anybody reads; the rest is in the JSON Patch or in the two values themselves. */
const MOST_LINES = 2000

export type Path = readonly PathSegment[]

/** Gathers lines up to a bound, and knows whether there were more. */
export class LineCollector {
  readonly lines: DiffLine[] = []
  truncated = false

  add(line: DiffLine): void {
    if (this.lines.length < MOST_LINES) this.lines.push(line)
    else this.truncated = true
  }

  /** A value that is there on one side only comes as its leaves, one line each. */
  leaves(change: 'added' | 'removed', root: JsonValue, at: Path): void {
    const pending: { value: JsonValue; path: Path }[] = [{ value: root, path: at }]
    for (let next = pending.pop(); next !== undefined && !this.truncated; next = pending.pop()) {
      const { value, path } = next
      const members = membersOf(value)
      if (members.length > 0)
        pending.push(...members.map(([name, member]) => ({ value: member, path: [...path, name] })).toReversed())
      else this.add(change === 'added' ? { path, change, after: value } : { path, change, before: value })
    }
  }
}

function membersOf(value: JsonValue): readonly (readonly [PathSegment, JsonValue])[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((element, index) => [index, element] as const)
  return Object.entries(value)
}
