import type { JsonArray, JsonObject, JsonValue } from '../json/json-value.ts'
import { compareCodePoints, foldCase } from './code-point-order.ts'
import type { DocumentFilter, FilterableDocument, FilterOperand, FilterTerm } from './document-filter.ts'
import { compileKeyPattern } from './key-pattern.ts'

type FieldTerm = Extract<FilterTerm, { type: 'field' }>
type Test = (document: FilterableDocument) => boolean

const ARRAY_INDEX = /^(?:0|[1-9][0-9]*)$/

/** Makes a filter ready to look at many documents. */
export function compileFilter(filter: DocumentFilter): Test {
  const tests = filter.terms.map((term) => {
    const test = compileTerm(term)
    return term.not ? (document: FilterableDocument) => !test(document) : test
  })
  // deleted documents show only to a filter that asks for them.
  const asksForDeleted = filter.terms.some((term) => term.type === 'deleted' && !term.not)
  return (document) => (asksForDeleted || document.value !== undefined) && tests.every((test) => test(document))
}

/** Whether every term of the filter holds for the document. */
export function matchesFilter(filter: DocumentFilter, document: FilterableDocument): boolean {
  return compileFilter(filter)(document)
}

function compileTerm(term: FilterTerm): Test {
  switch (term.type) {
    case 'key': {
      const pattern = compileKeyPattern(term.pattern)
      return (document) => pattern.matches(document.key)
    }
    case 'text': {
      const needle = foldCase(term.text)
      return (document) =>
        foldCase(document.key).includes(needle) || directTexts(document.value).some((text) => foldCase(text).includes(needle))
    }
    case 'field':
      return (document) => compareField(term, fieldAt(document.value, term.path))
    case 'tag':
      return (document) => document.metadata.tags?.includes(term.tag) ?? false
    case 'actor':
      return (document) => document.actor === term.actor
    case 'changed-since':
      return (document) => document.updatedAt >= term.at
    case 'deleted':
      return (document) => document.value === undefined
  }
}

/** the texts that lie directly in a document: its members, its elements, or the document itself. */
function directTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).filter((member) => typeof member === 'string')
}

/** The value at a path of own members and array indexes; undefined when there is none. */
function fieldAt(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined
    if (Array.isArray(current)) current = ARRAY_INDEX.test(step) ? (current as JsonArray)[Number(step)] : undefined
    else current = Object.hasOwn(current, step) ? (current as JsonObject)[step] : undefined
  }
  return current
}

function compareField(term: FieldTerm, field: JsonValue | undefined): boolean {
  const { comparison, operand } = term
  if (comparison === 'exists') return field !== undefined
  if (comparison === '=') return field === operand
  // 'is not' is the exact opposite of 'is', so it holds for a missing field and for any other type.
  if (comparison === '!=') return field !== operand
  if (comparison === '~')
    return typeof field === 'string' && typeof operand === 'string' && foldCase(field).includes(foldCase(operand))
  const order = compareScalars(field, operand)
  if (order === undefined) return false
  if (comparison === '<') return order < 0
  if (comparison === '<=') return order <= 0
  return comparison === '>' ? order > 0 : order >= 0
}

/** only numbers with numbers and text with text have an order. */
function compareScalars(field: JsonValue | undefined, operand: FilterOperand): number | undefined {
  if (typeof field === 'number' && typeof operand === 'number') return field - operand
  if (typeof field === 'string' && typeof operand === 'string') return compareCodePoints(field, operand)
  return undefined
}
