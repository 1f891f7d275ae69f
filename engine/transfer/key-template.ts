import { SrvraError } from '../core/errors.ts'
import type { JsonValue } from '../core/json/index.ts'
import { parseFieldPath, valueAt } from './field-path.ts'

type TemplatePart = string | { readonly field: string; readonly path: readonly string[] }

/** How a document's key follows from its fields: literal text with `{field}` places. */
export interface KeyTemplate {
  readonly text: string
  readonly parts: readonly TemplatePart[]
}

/** Throws E_KEY_TEMPLATE: no field, an unclosed brace, an empty segment, a bad field path. // T-1 */
export function parseKeyTemplate(text: string): KeyTemplate {
  const parts: TemplatePart[] = []
  let rest = text
  while (rest !== '') {
    const open = rest.indexOf('{')
    const literal = open < 0 ? rest : rest.slice(0, open)
    if (literal.includes('}')) throw templateError(text, `has a '}' without its '{'`)
    if (literal !== '') parts.push(literal)
    if (open < 0) break
    const close = rest.indexOf('}', open)
    if (close < 0) throw templateError(text, `has a '{' without its '}'`)
    parts.push(templateField(text, rest.slice(open + 1, close)))
    rest = rest.slice(close + 1)
  }
  checkShape(text, parts)
  return { text, parts }
}

/**
 * The key of a document. A value can not forge a path: what would end or change a segment is percent-encoded. Throws
 * E_KEY_FIELD when a field is missing, empty, or neither text, number nor boolean. // T-2, T-3
 */
export function applyKeyTemplate(template: KeyTemplate, value: JsonValue): string {
  return template.parts
    .map((part) => (typeof part === 'string' ? part : encodeSegment(fieldText(part.field, valueAt(value, part.path)))))
    .join('')
}

function templateField(template: string, field: string): TemplatePart {
  try {
    return { field, path: parseFieldPath(field) }
  } catch (cause) {
    throw templateError(template, `names the field '{${field}}', which is no field path`, cause)
  }
}

function checkShape(text: string, parts: readonly TemplatePart[]): void {
  if (parts.every((part) => typeof part === 'string'))
    throw templateError(text, 'has no {field}, so every row would get the same key')
  const shape = parts.map((part) => (typeof part === 'string' ? part : 'x')).join('')
  if (shape.startsWith('/') || shape.endsWith('/') || shape.includes('//')) throw templateError(text, 'has an empty segment')
}

function fieldText(field: string, value: JsonValue | undefined): string {
  if (typeof value === 'string' && value !== '') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const what =
    value === undefined ? 'is missing' : value === '' ? 'is empty' : value === null ? 'is null' : 'is not a text, number or boolean'
  throw new SrvraError('E_KEY_FIELD', `The field '${field}', which the key is made of, ${what}.`, { field })
}

/** Besides `/` and `%`: control characters, star and backslash of key patterns, and segments that are `.` or `..`. */
function encodeSegment(text: string): string {
  if (text === '.' || text === '..') return text.replaceAll('.', '%2E')
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f%/*\\]/g, (one) => (one === '*' ? '%2A' : encodeURIComponent(one)))
}

function templateError(template: string, why: string, cause?: unknown): SrvraError {
  return new SrvraError(
    'E_KEY_TEMPLATE',
    `The key template '${template}' ${why}. Write it like 'cities/{country}/{cityId}'.`,
    { template },
    { cause },
  )
}
