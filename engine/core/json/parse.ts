import { SrvraError } from '../errors.ts'
import { admissionOf } from './admission.ts'
import { admitParsed } from './admit.ts'
import { byteLength } from './byte-length.ts'
import { tooLarge } from './check-limits.ts'
import type { JsonValue } from './json-value.ts'
import { DEFAULT_JSON_LIMITS, NO_JSON_LIMITS, type JsonLimits } from './limits.ts'
import { findTextProblem } from './text-problem.ts'
import { surveyText } from './text-survey.ts'

/**
 * Admits JSON text from outside. Throws what admitJson throws, and E_EMPTY, E_JSON_SYNTAX (line and column in details),
 * E_DUPLICATE_KEY, and E_NUMBER for numbers that JSON.parse would round. The limit in bytes holds for the text, too.
 */
export function parseJson(text: string, limits: JsonLimits = DEFAULT_JSON_LIMITS): JsonValue {
  checkTextSize(text, limits.maxBytes)
  const value = admitParsed(parseText(text), limits)
  const survey = surveyText(text)
  // A member less than the text has colons: the last of two with one name has won. // J-10
  if (survey.members !== fieldsOf(value) || survey.longDigits) {
    const problem = findTextProblem(text)
    if (problem !== undefined) throw problem
  }
  return value
}

/**
 * Reads back text that `canonicalText` wrote and whose hash the caller has checked: no limit holds, and nothing is asked
 * that only text from outside can get wrong. Throws E_JSON_SYNTAX.
 */
export function parseCanonical(text: string): JsonValue {
  return admitParsed(parseText(text), NO_JSON_LIMITS)
}

function checkTextSize(text: string, maxBytes: number): void {
  // One UTF-16 unit makes one to three bytes, so most texts need no counting.
  if (text.length * 3 <= maxBytes) return
  const bytes = byteLength(text)
  if (bytes > maxBytes) throw tooLarge('bytes', bytes, maxBytes)
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw findTextProblem(text) ?? new SrvraError('E_JSON_SYNTAX', 'The text is no JSON; correct it.', {}, { cause })
  }
}

function fieldsOf(value: JsonValue): number {
  return value === null || typeof value !== 'object' ? 0 : (admissionOf(value)?.fields ?? 0)
}
