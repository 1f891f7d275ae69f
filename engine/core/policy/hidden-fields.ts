import { SrvraError } from '../errors.ts'
import { decodePointer, encodePointer, equalJson } from '../json/index.ts'
import type { JsonArray, JsonObject, JsonValue } from '../json/index.ts'

/** Segments from the root of a document to a field that is hidden; `*` stands for any member or element. */
export type HiddenPath = readonly string[]

/** Reads a hidden path, an RFC 6901 pointer. Throws E_POINTER; the root itself cannot be hidden. */
export function parseHiddenPath(pointer: string): HiddenPath {
  const path = decodePointer(pointer)
  if (path.length > 0) return path
  throw new SrvraError('E_POINTER', 'A hidden field lies below the root; leave the keys out to hide whole documents.', { pointer })
}

/** True when whatever `path` names is named by `by`, too, or lies below it. */
export function isCovered(path: HiddenPath, by: HiddenPath): boolean {
  return by.length <= path.length && by.every((segment, i) => segment === '*' || segment === path[i])
}

/** The value without its hidden fields. Elements of arrays become null, so that the others stay where they are. */
export function hideFields(value: JsonValue, paths: readonly HiddenPath[]): JsonValue {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return value
  if (isArray(value)) {
    return value.map((item, i) => {
      const { ends, deeper } = below(paths, String(i))
      return ends ? null : hideFields(item, deeper)
    })
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const { ends, deeper } = below(paths, name)
      return ends ? [] : [[name, hideFields(member, deeper)]]
    }),
  )
}

/**
 * What somebody wrote who did not see the hidden fields of `current`, with those fields put back. Throws E_FORBIDDEN with
 * the `path` where it would change one of them, whatever it would become: a guess must not be told from a miss.
 */
export function keepHidden(written: JsonValue, current: JsonValue | undefined, paths: readonly HiddenPath[]): JsonValue {
  return keep(written, current, paths, [])
}

/** True when both values have the same hidden fields. */
export function sameHidden(left: JsonValue, right: JsonValue | undefined, paths: readonly HiddenPath[]): boolean {
  try {
    return equalJson(keepHidden(hideFields(left, paths), right, paths), left)
  } catch (error) {
    if (error instanceof SrvraError && error.code === 'E_FORBIDDEN') return false
    throw error
  }
}

function keep(written: JsonValue, current: JsonValue | undefined, paths: readonly HiddenPath[], at: readonly string[]): JsonValue {
  if (paths.length === 0) return written
  if (isObject(written) && isObject(current)) return keepMembers(written, current, paths, at)
  if (isArray(written) && isArray(current)) return keepElements(written, current, paths, at)
  if (holdsHidden(written, paths) || holdsHidden(current, paths)) throw forbidden(at)
  return written
}

function keepMembers(written: JsonObject, current: JsonObject, paths: readonly HiddenPath[], at: readonly string[]): JsonObject {
  const members = Object.entries(written).map(([name, member]): [string, JsonValue] => {
    const { ends, deeper } = below(paths, name)
    if (ends) throw forbidden([...at, name])
    return [name, keep(member, memberOf(current, name), deeper, [...at, name])]
  })
  const hidden = Object.entries(current).filter(([name, member]) => {
    if (Object.hasOwn(written, name)) return false
    const { ends, deeper } = below(paths, name)
    if (!ends && holdsHidden(member, deeper)) throw forbidden([...at, name])
    return ends
  })
  return Object.fromEntries([...members, ...hidden])
}

function keepElements(written: JsonArray, current: JsonArray, paths: readonly HiddenPath[], at: readonly string[]): JsonArray {
  if (!holdsHidden(current, paths) && !holdsHidden(written, paths)) return written
  if (written.length !== current.length) throw forbidden(at)
  return written.map((item, i) => {
    const { ends, deeper } = below(paths, String(i))
    const own = current[i] as JsonValue
    if (!ends) return keep(item, own, deeper, [...at, String(i)])
    if (item !== null) throw forbidden([...at, String(i)])
    return own
  })
}

function holdsHidden(value: JsonValue | undefined, paths: readonly HiddenPath[]): boolean {
  if (paths.length === 0 || typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, member]) => {
    const { ends, deeper } = below(paths, name)
    return ends || holdsHidden(member, deeper)
  })
}

/** What of the paths is left below a member: whether one ends there, and the rest of those that go on. */
function below(paths: readonly HiddenPath[], name: string): { readonly ends: boolean; readonly deeper: readonly HiddenPath[] } {
  const rest = paths.filter(([first]) => first === '*' || first === name).map((path) => path.slice(1))
  return { ends: rest.some(({ length }) => length === 0), deeper: rest }
}

function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function isArray(value: JsonValue | undefined): value is JsonArray {
  return Array.isArray(value)
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function forbidden(at: readonly string[]): SrvraError {
  const path = encodePointer(at)
  const where = path === '' ? 'the document' : `'${path}'`
  return new SrvraError(
    'E_FORBIDDEN',
    `This write would change what is hidden from you in ${where}; leave it as it is, or ask somebody who sees all of it.`,
    { path },
  )
}
