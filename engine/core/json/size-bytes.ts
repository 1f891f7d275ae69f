import { admissionOf } from './admission.ts'
import { quotedByteLength } from './byte-length.ts'
import type { JsonArray, JsonObject, JsonScalar, JsonValue } from './json-value.ts'

/** UTF-8 bytes of the canonical text. Remembered for every admitted container, so an edit costs its own path only. */
export function sizeBytes(value: JsonValue): number {
  if (value === null || typeof value !== 'object') return scalarBytes(value)
  const admission = admissionOf(value)
  if (admission !== undefined && admission.bytes >= 0) return admission.bytes
  const bytes = Array.isArray(value) ? arrayBytes(value) : objectBytes(value as JsonObject)
  if (admission !== undefined) admission.bytes = bytes
  return bytes
}

/** Upper bound of the same that reads no text: O(1) for scalars and admitted containers. */
export function sizeBound(value: JsonValue): number {
  switch (typeof value) {
    case 'string':
      return 6 * value.length + 2
    case 'number':
      return 25
    case 'boolean':
      return 5
    default:
      return value === null ? 4 : (admissionOf(value)?.bound ?? sizeBytes(value))
  }
}

function scalarBytes(value: JsonScalar): number {
  if (typeof value === 'string') return quotedByteLength(value)
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1_000_000
    ? digitsOf(value)
    : String(value).length
}

/** Most numbers are small and whole; to write them down only to measure them would cost more than the rest. */
function digitsOf(value: number): number {
  let digits = 1
  for (let limit = 10; value >= limit; limit *= 10) digits++
  return digits
}

function arrayBytes(items: JsonArray): number {
  let bytes = 1 + Math.max(1, items.length)
  for (const item of items) bytes += sizeBytes(item)
  return bytes
}

function objectBytes(value: JsonObject): number {
  const names = Object.keys(value)
  let bytes = 1 + Math.max(1, names.length)
  for (const name of names) bytes += quotedByteLength(name) + 1 + sizeBytes(value[name] as JsonValue)
  return bytes
}
