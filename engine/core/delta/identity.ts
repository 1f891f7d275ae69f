import { isObject } from './delta.ts'
import type { JsonArray, JsonValue } from '../json/index.ts'

/** Fields by which the elements of a list are recognised, the strongest first. // D-4 */
const STRONG = ['id', '_id', 'uuid', 'key']
/** A name is changed by people: an element with a new name may still be the same one. */
const WEAK = 'name'

/** The field that tells this list's elements apart, judged by the first of them. */
export function identityFieldOf(items: JsonArray): string | undefined {
  const first = items[0]
  if (first === undefined || !isObject(first)) return undefined
  return [...STRONG, WEAK].find((field) => identityOf(first, field) !== undefined)
}

/** True when two elements with different identities are certainly two things. */
export function isStrong(field: string): boolean {
  return field !== WEAK
}

export function identityOf(item: JsonValue, field: string): string | number | undefined {
  if (!isObject(item) || !Object.hasOwn(item, field)) return undefined
  const identity = item[field]
  return typeof identity === 'string' || typeof identity === 'number' ? identity : undefined
}
