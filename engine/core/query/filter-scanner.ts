import { SrvraError } from '../errors.ts'
import type { Comparison } from './document-filter.ts'

const OPERATOR = /!=|<=|>=|=|<|>|~/y
const BARE_SEGMENT = /[^\s"().:=<>~!]+/y
const QUOTED = /"(?:[^"\\]|\\.)*"/y
const BARE_VALUE = /[^\s"][^\s]*/y

/** Reads the pieces of a filter from left to right and knows where it is, so that errors can say so. */
export class FilterScanner {
  position = 0
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  get atEnd(): boolean {
    return this.position >= this.text.length
  }

  skipSpace(): void {
    this.take(/\s*/y)
  }

  /** The text that the sticky expression matches here, consumed; undefined when it does not match. */
  take(expression: RegExp): string | undefined {
    expression.lastIndex = this.position
    const found = expression.exec(this.text)?.[0]
    if (found !== undefined) this.position += found.length
    return found
  }

  /** A comparison sign, with the space around it. */
  takeOperator(): Exclude<Comparison, 'exists'> | undefined {
    const start = this.position
    this.skipSpace()
    const operator = this.take(OPERATOR) as Exclude<Comparison, 'exists'> | undefined
    if (operator === undefined) this.position = start
    else this.skipSpace()
    return operator
  }

  /** A field path, `address.city` or `"odd name".0`; undefined (and nothing consumed) when there is none here. */
  takePath(): readonly string[] | undefined {
    const start = this.position
    const path: string[] = []
    do {
      const segment = this.takeQuoted() ?? this.take(BARE_SEGMENT)
      if (segment === undefined) {
        this.position = start
        return undefined
      }
      path.push(segment)
    } while (this.take(/\./y) !== undefined)
    return path
  }

  /** A text in double quotes with JSON's escapes; undefined when there is no quote here. */
  takeQuoted(): string | undefined {
    if (this.text[this.position] !== '"') return undefined
    const start = this.position
    const quoted = this.take(QUOTED)
    if (quoted === undefined) throw this.expected('a closing quote', this.text.length)
    try {
      const text: unknown = JSON.parse(quoted)
      // Half a surrogate pair is in no admitted document, and SQLite would look for U+FFFD in its place.
      if (typeof text === 'string' && text !== '' && !/\p{Surrogate}/u.test(text)) return text
    } catch {
      // The sentence below says what JSON.parse would, with the place in the filter.
    }
    throw this.expected('some text with JSON escapes between the quotes', start)
  }

  /** A quoted text, or everything up to the next space. */
  takeValue(what: string): { readonly text: string; readonly quoted: boolean } {
    const quoted = this.takeQuoted()
    if (quoted !== undefined) return { text: quoted, quoted: true }
    const bare = this.take(BARE_VALUE)
    if (bare === undefined) throw this.expected(what)
    return { text: bare, quoted: false }
  }

  /** The error of this language: where, and what would have been right. */
  expected(what: string, position = this.position): SrvraError {
    const found =
      position >= this.text.length ? 'the filter ends' : `it says ${JSON.stringify(this.text.slice(position, position + 20))}`
    const message = `The filter cannot be read at character ${position + 1}, where ${found}: expected ${what}.`
    return new SrvraError('E_FILTER', message, { position, expected: what })
  }
}
