import type { DocumentFilter, FilterOperand, FilterTerm } from './document-filter.ts'
import { FilterScanner } from './filter-scanner.ts'
import { parseDuration, parseInstant } from './instant.ts'

/** Longer filters are refused: a filter is typed by a person or kept in a list of saved ones. */
const MAX_FILTER_LENGTH = 4096

const QUALIFIER = /[\p{L}_][\p{L}\p{N}_-]*:/uy
const BARE_WORD = /[^\s"]+/y
const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/

/**
 * Reads the filter language: terms joined by spaces, all of which must hold. `now` (milliseconds since 1970) is what
 * ages such as `changed:<2h` count from. Throws E_FILTER with `position` (from 0) and `expected`.
 */
export function parseFilter(text: string, now: number): DocumentFilter {
  const scanner = new FilterScanner(text)
  if (text.length > MAX_FILTER_LENGTH) throw scanner.expected(`at most ${MAX_FILTER_LENGTH} characters`, MAX_FILTER_LENGTH)
  const stray = text.search(/\p{Surrogate}/u)
  if (stray >= 0) throw scanner.expected('well-formed text', stray)
  const terms: FilterTerm[] = []
  scanner.skipSpace()
  while (!scanner.atEnd) {
    terms.push(parseTerm(scanner, now))
    if (!scanner.atEnd && scanner.take(/\s+/y) === undefined) throw scanner.expected('a space before the next term')
  }
  return { terms }
}

function parseTerm(scanner: FilterScanner, now: number): FilterTerm {
  const not = scanner.take(/-/y) !== undefined
  if (scanner.take(/exists\(/y) !== undefined) return parseExists(scanner, not)
  const start = scanner.position
  const qualifier = scanner.take(QUALIFIER)
  if (qualifier !== undefined) return parseQualified(scanner, qualifier, start, now, not)
  const path = scanner.takePath()
  const operator = path && scanner.takeOperator()
  if (path && operator) {
    if (scanner.text.startsWith('changed', start) && path[0] === 'changed' && path.length === 1)
      return parseInstantTerm(scanner, operator, not)
    const operand = parseOperand(scanner, operator, start)
    return { type: 'field', path, comparison: operator, operand, not }
  }
  scanner.position = start
  return parseWord(scanner, not)
}

function parseExists(scanner: FilterScanner, not: boolean): FilterTerm {
  const path = scanner.takePath()
  if (!path) throw scanner.expected('a field, as in exists(address.city)')
  if (scanner.take(/\)/y) === undefined) throw scanner.expected('a closing parenthesis')
  return { type: 'field', path, comparison: 'exists', operand: null, not }
}

function parseQualified(scanner: FilterScanner, qualifier: string, start: number, now: number, not: boolean): FilterTerm {
  switch (qualifier) {
    case 'key:':
      return keyTerm(scanner.takeValue('a key or a pattern such as cities/*').text, not)
    case 'tag:':
      return { type: 'tag', tag: scanner.takeValue('the name of a tag').text, not }
    case 'actor:':
      return { type: 'actor', actor: scanner.takeValue('the name of an actor').text, not }
    case 'changed:':
      return parseAge(scanner, now, not)
    default:
      throw scanner.expected('key:, tag:, actor: or changed: (put other text with a colon in quotes)', start)
  }
}

/** `changed:<2h` is 'within the last two hours', `changed:>2h` is 'not within them'. */
function parseAge(scanner: FilterScanner, now: number, not: boolean): FilterTerm {
  const direction = scanner.take(/[<>]/y)
  if (direction === undefined) throw scanner.expected('< or > and an age, as in changed:<2h')
  const start = scanner.position
  const age = parseDuration(scanner.take(BARE_WORD) ?? '')
  if (age === undefined) throw scanner.expected('an age in s, m, h, d or w, such as 90m or 7d', start)
  return { type: 'changed-since', at: now - age, not: not !== (direction === '>') }
}

function parseInstantTerm(scanner: FilterScanner, operator: string, not: boolean): FilterTerm {
  const start = scanner.position
  const at = parseInstant(scanner.take(BARE_WORD) ?? '')
  if (at === undefined)
    throw scanner.expected('a date, or a time with its zone, such as 2026-11-01T10:00Z (an age is written changed:<2h)', start)
  switch (operator) {
    case '>=':
      return { type: 'changed-since', at, not }
    case '>':
      return { type: 'changed-since', at: at + 1, not }
    case '<':
      return { type: 'changed-since', at, not: !not }
    case '<=':
      return { type: 'changed-since', at: at + 1, not: !not }
    default:
      throw scanner.expected('one of < <= > >= after changed', start)
  }
}

function parseOperand(scanner: FilterScanner, operator: string, termStart: number): FilterOperand {
  const start = scanner.position
  const { text, quoted } = scanner.takeValue('a value to compare with')
  if (quoted || operator === '~') return text
  if (JSON_NUMBER.test(text)) return finiteNumber(scanner, text, start)
  if (text !== 'true' && text !== 'false' && text !== 'null') return text
  if (operator !== '=' && operator !== '!=') throw scanner.expected(`= or != before ${text}, which has no order`, termStart)
  return text === 'null' ? null : text === 'true'
}

function finiteNumber(scanner: FilterScanner, text: string, start: number): number {
  const number = Number(text)
  if (!Number.isFinite(number)) throw scanner.expected('a number that a double can hold', start)
  // Documents hold no negative zero, and neither does a filter.
  return number === 0 ? 0 : number
}

function parseWord(scanner: FilterScanner, not: boolean): FilterTerm {
  if (/[=<>~]|!=/y.exec(scanner.text.slice(scanner.position))) throw scanner.expected('a field before the comparison')
  const quoted = scanner.takeQuoted()
  if (quoted !== undefined) return { type: 'text', text: quoted, not }
  const word = scanner.take(BARE_WORD)
  if (word === undefined) throw scanner.expected('a term after the minus sign')
  if (word === 'deleted') return { type: 'deleted', not }
  // a slash or a star makes a bare word a key; a slash at the end means everything below.
  if (/[*/]/.test(word)) return keyTerm(word.endsWith('/') ? `${word}**` : word, not)
  return { type: 'text', text: word, not }
}

function keyTerm(pattern: string, not: boolean): FilterTerm {
  return { type: 'key', pattern, not }
}
