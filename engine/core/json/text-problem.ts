import { SrvraError } from '../errors.ts'
import { formatPath, type PathSegment } from './path.ts'
import { numberAt, stringAt, whitespaceEnd } from './text-tokens.ts'

/** An open array or object; `names` are the member names so far, `segment` is where the reader is inside it. */
interface Frame {
  readonly names: Set<string> | undefined
  segment: PathSegment
}

/**
 * Finds the first thing wrong with JSON text: syntax (E_JSON_SYNTAX, with line and column), no value at all (E_EMPTY), a
 * repeated member (E_DUPLICATE_KEY), an integer that would be rounded (E_NUMBER). Only called when something is known to
 * be wrong, so it is written to explain, not to be fast. Iterative: depth is no danger.
 */
export function findTextProblem(text: string): SrvraError | undefined {
  if (whitespaceEnd(text, 0) === text.length) return new SrvraError('E_EMPTY', 'The text is empty; send a JSON value.')
  return new TextReader(text).read()
}

class TextReader {
  readonly #text: string
  readonly #frames: Frame[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): SrvraError | undefined {
    for (;;) {
      const problem = this.#value()
      if (problem !== undefined) return problem
      const end = this.#afterValue()
      if (end !== 'value') return end === 'end' ? undefined : end
    }
  }

  /** Reads a scalar, or opens a container and goes on to its first value (or closes it at once when it is empty). */
  #value(): SrvraError | undefined {
    for (;;) {
      const unit = this.#peek()
      if (unit === '[' || unit === '{') {
        this.#at++
        this.#frames.push({ names: unit === '{' ? new Set() : undefined, segment: 0 })
        if (this.#peek() === (unit === '{' ? '}' : ']')) return this.#close()
        const problem = unit === '{' ? this.#memberName() : undefined
        if (problem !== undefined) return problem
        continue
      }
      return this.#scalar()
    }
  }

  #scalar(): SrvraError | undefined {
    const word = ['true', 'false', 'null'].find((literal) => this.#text.startsWith(literal, this.#at))
    const number = numberAt(this.#text, this.#at)
    const end = word === undefined ? (number?.end ?? stringAt(this.#text, this.#at)) : this.#at + word.length
    if (end === undefined) return this.#syntax('a value')
    this.#at = end
    return number?.rounded === true ? this.#refuse('E_NUMBER', 'is an integer beyond 2^53 - 1; send it as text') : undefined
  }

  /** Closes what ends here; says whether another value follows, the text ends, or something is wrong. */
  #afterValue(): 'value' | 'end' | SrvraError {
    for (;;) {
      const frame = this.#frames.at(-1)
      const unit = this.#peek()
      if (frame === undefined) return unit === '' ? 'end' : this.#syntax('the end of the text')
      const closing = frame.names === undefined ? ']' : '}'
      if (unit === closing) {
        this.#close()
        continue
      }
      if (unit !== ',') return this.#syntax(`"," or "${closing}"`)
      this.#at++
      if (typeof frame.segment === 'number') frame.segment++
      return (frame.names === undefined ? undefined : this.#memberName()) ?? 'value'
    }
  }

  #close(): undefined {
    this.#at++
    this.#frames.pop()
  }

  #memberName(): SrvraError | undefined {
    const frame = this.#frames.at(-1)
    this.#peek()
    const end = stringAt(this.#text, this.#at)
    if (frame?.names === undefined || end === undefined) return this.#syntax('a member name in double quotes')
    const name: unknown = JSON.parse(this.#text.slice(this.#at, end))
    frame.segment = String(name)
    if (frame.names.has(frame.segment)) return this.#refuse('E_DUPLICATE_KEY', 'occurs twice; keep one of the two')
    frame.names.add(frame.segment)
    this.#at = end
    if (this.#peek() !== ':') return this.#syntax('":"')
    this.#at++
    return undefined
  }

  /** Skips white space; the character that follows, empty at the end. */
  #peek(): string {
    this.#at = whitespaceEnd(this.#text, this.#at)
    return this.#text.charAt(this.#at)
  }

  #refuse(code: string, why: string): SrvraError {
    const path = formatPath(this.#frames.map((frame) => frame.segment))
    return new SrvraError(code, `The value at ${path} ${why}.`, { path, ...this.#position() })
  }

  #syntax(expected: string): SrvraError {
    const { line, column } = this.#position()
    const found = this.#at < this.#text.length ? JSON.stringify(this.#text.charAt(this.#at)) : 'the end of the text'
    const message = `The text is no JSON: line ${line}, column ${column} has ${found} where ${expected} must be.`
    return new SrvraError('E_JSON_SYNTAX', message, { line, column })
  }

  #position(): { line: number; column: number } {
    const before = this.#text.slice(0, this.#at)
    return { line: before.split('\n').length, column: this.#at - before.lastIndexOf('\n') }
  }
}
