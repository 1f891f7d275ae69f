import { SrvraError } from '../errors.ts'
import { admissionOf } from './admission.ts'
import type { JsonValue } from './json-value.ts'
import type { JsonLimits } from './limits.ts'
import { sizeBound, sizeBytes } from './size-bytes.ts'

/** Holds an admitted value against limits, without walking it unless it is near one. Throws E_DEPTH, E_TOO_LARGE. */
export function checkLimits(value: JsonValue, limits: JsonLimits): void {
  const admission = value === null || typeof value !== 'object' ? undefined : admissionOf(value)
  if (admission !== undefined) {
    if (admission.depth > limits.maxDepth) throw tooDeep(admission.depth, limits.maxDepth, '$')
    if (admission.fields > limits.maxFields) throw tooLarge('fields', admission.fields, limits.maxFields)
  }
  // The bound suffices for all but documents near the limit; those are measured (and the measure is remembered).
  if (sizeBound(value) > limits.maxBytes) {
    const bytes = sizeBytes(value)
    if (bytes > limits.maxBytes) throw tooLarge('bytes', bytes, limits.maxBytes)
  }
}

export function tooLarge(unit: 'bytes' | 'fields', actual: number, limit: number): SrvraError {
  const message = `The document has ${actual} ${unit}, and ${limit} are allowed; split it or raise the limit.`
  return new SrvraError('E_TOO_LARGE', message, { path: '$', unit, limit, actual })
}

export function tooDeep(actual: number, limit: number, path: string): SrvraError {
  const message = `The document nests ${actual} levels deep at ${path}, and ${limit} are allowed; flatten it.`
  return new SrvraError('E_DEPTH', message, { path, limit, actual })
}
