import type { DocumentFilter, FilterOperand, FilterTerm } from './document-filter.ts'
import { formatInstant } from './instant.ts'

const PLAIN_WORD = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u
const PLAIN_PATTERN = /^[\p{L}\p{N}_*][\p{L}\p{N}_.*/-]*$/u
const PLAIN_SEGMENT = /^(?:[\p{L}_$][\p{L}\p{N}_$-]*|[0-9]+)$/u
/** Words that the language reads otherwise than as text. */
const TYPED_WORD = /^(?:true|false|null|[0-9].*)$/u

/** The text of a filter; parsed, it gives an equal filter again. */
export function printFilter(filter: DocumentFilter): string {
  return filter.terms.map((term) => (term.not && term.type !== 'changed-since' ? '-' : '') + printTerm(term)).join(' ')
}

function printTerm(term: FilterTerm): string {
  switch (term.type) {
    case 'key':
      return `key:${PLAIN_PATTERN.test(term.pattern) ? term.pattern : JSON.stringify(term.pattern)}`
    case 'text':
      return term.text === 'deleted' ? '"deleted"' : printWord(term.text)
    case 'field':
      return printField(term)
    case 'tag':
      return `tag:${printWord(term.tag)}`
    case 'actor':
      return `actor:${printWord(term.actor)}`
    case 'changed-since':
      return `changed${term.not ? '<' : '>='}${formatInstant(term.at)}`
    case 'deleted':
      return 'deleted'
  }
}

function printField({ path, comparison, operand }: Extract<FilterTerm, { type: 'field' }>): string {
  if (comparison === 'exists') return `exists(${printPath(path)})`
  return `${printPath(path)} ${comparison} ${printOperand(operand, comparison === '~')}`
}

function printPath(path: readonly string[]): string {
  // A field by the name of the instant qualifier keeps its quotes, or it would be read as one.
  if (path.length === 1 && path[0] === 'changed') return '"changed"'
  return path.map((segment) => (PLAIN_SEGMENT.test(segment) ? segment : JSON.stringify(segment))).join('.')
}

function printOperand(operand: FilterOperand, textOnly: boolean): string {
  if (typeof operand !== 'string') return String(operand)
  return TYPED_WORD.test(operand) && !textOnly ? JSON.stringify(operand) : printWord(operand)
}

function printWord(text: string): string {
  return PLAIN_WORD.test(text) ? text : JSON.stringify(text)
}
