import { admitJson, decodePointer } from '../core/json/index.ts'
import type { JsonValue } from '../core/json/index.ts'

/** What is to stand at a path; no value: nothing. */
export interface Placement {
  /** A JSON pointer; '' is the whole document. */
  readonly path: string
  readonly value: JsonValue | undefined
}

type Container = Record<string, unknown> | unknown[]

/**
 * The value with other values at some of its paths. Elements of lists are taken out last and from the end, so that every
 * path means what it meant in the value that came in; what stands below a path that is replaced goes with it.
 */
export function placeValues(value: JsonValue | undefined, placements: readonly Placement[]): JsonValue | undefined {
  const whole = placements.find(({ path }) => path === '')
  if (whole) return whole.value
  const covered = new Set(placements.map(({ path }) => path))
  const own = placements.filter(({ path }) => !parentsOf(path).some((parent) => covered.has(parent)))
  if (own.length === 0 || value === undefined) return value
  const copy: unknown = structuredClone(value)
  for (const { path, value: placed } of own) if (placed !== undefined) put(copy, decodePointer(path), placed)
  const gone = own.filter(({ value: placed }) => placed === undefined).map(({ path }) => decodePointer(path))
  for (const path of gone.toSorted(fromTheEnd)) remove(copy, path)
  return admitJson(copy)
}

function parentsOf(path: string): readonly string[] {
  const segments = path.split('/')
  return segments.slice(1, -1).map((_, index) => segments.slice(0, index + 2).join('/'))
}

function containerOf(root: unknown, path: readonly string[]): Container | undefined {
  let at: unknown = root
  for (const segment of path.slice(0, -1)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) return undefined
    at = (at as Record<string, unknown>)[segment]
  }
  return typeof at === 'object' && at !== null ? (at as Container) : undefined
}

function put(root: unknown, path: readonly string[], value: JsonValue): void {
  const container = containerOf(root, path)
  const name = path.at(-1) ?? ''
  if (!container) return
  if (Array.isArray(container)) container[Number(name)] = value
  // Any name of a member is only a name: `__proto__` is refused long before.
  else Object.defineProperty(container, name, { value, writable: true, enumerable: true, configurable: true })
}

function remove(root: unknown, path: readonly string[]): void {
  const container = containerOf(root, path)
  const name = path.at(-1) ?? ''
  if (!container) return
  if (Array.isArray(container)) container.splice(Number(name), 1)
  else delete container[name]
}

function fromTheEnd(left: readonly string[], right: readonly string[]): number {
  return Number(right.at(-1)) - Number(left.at(-1)) || right.length - left.length
}
