import type { JsonArray, JsonObject, JsonValue } from './json-value.ts'

/** Structural equality; the same object is equal at once, so versions that share subtrees compare fast. */
export function equalJson(left: JsonValue, right: JsonValue): boolean {
  if (left === right) return true
  if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') return false
  if (Array.isArray(left)) return Array.isArray(right) && equalArrays(left, right)
  return !Array.isArray(right) && equalObjects(left as JsonObject, right as JsonObject)
}

function equalArrays(left: JsonArray, right: JsonArray): boolean {
  if (left.length !== right.length) return false
  for (let i = 0; i < left.length; i++) if (!equalJson(left[i] as JsonValue, right[i] as JsonValue)) return false
  return true
}

function equalObjects(left: JsonObject, right: JsonObject): boolean {
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  for (const name of names) {
    if (!Object.hasOwn(right, name) || !equalJson(left[name] as JsonValue, right[name] as JsonValue)) return false
  }
  return true
}
