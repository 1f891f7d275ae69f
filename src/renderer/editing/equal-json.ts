import type { JsonArray, JsonObject, JsonValue } from '../../shared/contract.ts'

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function equalArrays(one: JsonArray, other: JsonArray): boolean {
  return one.length === other.length && one.every((element, index) => equalJson(element, other[index]))
}

function equalObjects(one: JsonObject, other: JsonObject): boolean {
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && equalJson(one[name], other[name]))
  )
}

/** Whether two values are the same, whatever the order of their members. Undefined is 'not there' and equals only itself. */
export function equalJson(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (Object.is(one, other)) return true
  if (Array.isArray(one) && Array.isArray(other)) return equalArrays(one, other)
  return isObject(one) && isObject(other) ? equalObjects(one, other) : one === other
}
