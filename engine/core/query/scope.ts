import { compileKeyPattern } from './key-pattern.ts'

/** A set of key patterns, made ready. Scopes of the same patterns are the same object, so that work is shared by identity. */
export interface Scope {
  readonly patterns: readonly string[]
  /** What all its keys begin with: bounds a scan. */
  readonly prefix: string
  readonly everything: boolean
  readonly matches: (key: string) => boolean
}

const MAX_KEPT = 4096
const kept = new Map<string, Scope>()
const intersections = new WeakMap<Scope, WeakMap<Scope, Scope>>()

/** The scope of some patterns, whatever their order. */
export function scopeOf(patterns: readonly string[]): Scope {
  const sorted = patterns.length > 1 ? [...new Set(patterns)].toSorted() : patterns
  const id = sorted.join('\n')
  const known = kept.get(id)
  if (known) return known
  if (kept.size >= MAX_KEPT) kept.clear()
  const scope = createScope(sorted)
  kept.set(id, scope)
  return scope
}

/**
 * What lies in both: the subscription of somebody who may not read everything, by the patterns that they asked for. The same
 * two give the same object.
 */
export function intersection(left: Scope, right: Scope): Scope {
  if (right.everything || left === right) return left
  const known = intersections.get(left)?.get(right)
  if (known) return known
  const prefix = left.prefix.length > right.prefix.length ? left.prefix : right.prefix
  const both = {
    patterns: left.patterns,
    prefix,
    everything: false,
    matches: (key: string) => left.matches(key) && right.matches(key),
  }
  const ofLeft = intersections.get(left) ?? new WeakMap<Scope, Scope>()
  intersections.set(left, ofLeft.set(right, both))
  return both
}

function createScope(patterns: readonly string[]): Scope {
  const compiled = patterns.map(compileKeyPattern)
  const everything = patterns.includes('**')
  const exact = new Set(compiled.flatMap(({ exact: key }) => key ?? []))
  const wild = compiled.filter(({ exact: key }) => key === undefined)
  const matches = everything ? () => true : (key: string) => exact.has(key) || wild.some((pattern) => pattern.matches(key))
  return { patterns, prefix: everything ? '' : commonPrefix(compiled.map(({ prefix }) => prefix)), everything, matches }
}

function commonPrefix(prefixes: readonly string[]): string {
  let common = prefixes[0] ?? ''
  for (const prefix of prefixes) while (!prefix.startsWith(common)) common = common.slice(0, -1)
  return common
}
