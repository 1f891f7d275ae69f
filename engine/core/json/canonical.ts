import { admissionOf } from './admission.ts'
import { ensureAdmitted } from './admit.ts'
import type { JsonObject, JsonValue } from './json-value.ts'

/** The canonical text (RFC 8785): equal values have equal texts on every machine. Admits first what is not admitted yet. */
export function canonicalText(value: JsonValue): string {
  return textOf(ensureAdmitted(value))
}

function textOf(value: JsonValue): string {
  if (value === null || typeof value !== 'object' || admissionOf(value)?.plain === true) return JSON.stringify(value)
  return Array.isArray(value) ? `[${value.map(textOf).join(',')}]` : objectText(value as JsonObject)
}

function objectText(value: JsonObject): string {
  const members = Object.keys(value)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${textOf(value[name] as JsonValue)}`)
  return `{${members.join(',')}}`
}
