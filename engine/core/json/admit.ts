import { admissionOf } from './admission.ts'
import { checkLimits } from './check-limits.ts'
import { Intake } from './intake.ts'
import type { JsonValue } from './json-value.ts'
import { DEFAULT_JSON_LIMITS, NO_JSON_LIMITS, type JsonLimits } from './limits.ts'

/**
 * The edge: a deeply frozen, canonical copy of a JSON value, remembered, so that admitted parts of it cost nothing the
 * next time; what equals its counterpart in `like`, an admitted value, is shared with it. Throws E_TYPE, E_NUMBER,
 * E_UNICODE, E_KEY, E_KEY_FORBIDDEN, E_DEPTH, E_TOO_LARGE with the path in details.
 */
export function admitJson(value: unknown, limits: JsonLimits = DEFAULT_JSON_LIMITS, like?: JsonValue): JsonValue {
  const admitted = new Intake(limits, false).take(value, 0, like)
  checkLimits(admitted, limits)
  return admitted
}

/** The same for what JSON.parse has just made: nobody else holds it, so it is frozen in place where it can be. */
export function admitParsed(value: unknown, limits: JsonLimits): JsonValue {
  const admitted = new Intake(limits, true).take(value, 0)
  checkLimits(admitted, limits)
  return admitted
}

/** The value itself when it is admitted already, else its admitted copy, whatever its size. */
export function ensureAdmitted(value: JsonValue): JsonValue {
  return isAdmitted(value) ? value : admitJson(value, NO_JSON_LIMITS)
}

/** True for scalars and for containers that an `admit` or `parse` function made. */
export function isAdmitted(value: JsonValue): boolean {
  return value === null || typeof value !== 'object' || admissionOf(value) !== undefined
}
