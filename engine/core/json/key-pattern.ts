import { SrvraError } from '../errors.ts'
import { admitKey } from './document-key.ts'
import { ANY_DEPTH, matchSegments, parseSegment, type SegmentPattern } from './pattern-segments.ts'

/** A compiled key pattern. Matching takes at most key length times pattern length steps, whatever the input. */
export interface KeyPattern {
  readonly source: string
  /** Every key that matches begins with this text: the range that an index has to look at. */
  readonly prefix: string
  /** True when `prefix` is the one key that matches. */
  readonly exact: boolean
  matches(key: string): boolean
}

/**
 * `*` stands for any text within a segment, `**` (a whole segment) for any number of segments, at its end for one or
 * more; a backslash takes the character after it literally. Throws E_PATTERN.
 */
export function compilePattern(source: string): KeyPattern {
  const segments = splitPattern(source).map((segment) => parseSegment(segment, source))
  const prefix = prefixOf(segments)
  const exact = segments.every((segment) => segment !== ANY_DEPTH && segment.length === 1)
  if (exact) checkLiteral(prefix, source)
  return { source, prefix, exact, matches: matcherFor(segments, prefix, exact) }
}

/** The `prefix` of the compiled pattern. Throws E_PATTERN. */
export function literalPrefix(source: string): string {
  return compilePattern(source).prefix
}

/** A slash separates segments unless a backslash stands before it, which `parseSegment` then refuses. */
function splitPattern(source: string): readonly string[] {
  if (typeof source !== 'string' || source === '') throw refuse(String(source), 'must be text and not empty')
  return source.split('/')
}

function prefixOf(segments: readonly SegmentPattern[]): string {
  const literal: string[] = []
  for (const segment of segments) {
    if (segment === ANY_DEPTH) return literal.map((text) => `${text}/`).join('')
    if (segment.length > 1) return literal.map((text) => `${text}/`).join('') + (segment[0] ?? '')
    literal.push(segment[0] ?? '')
  }
  return literal.join('/')
}

function matcherFor(segments: readonly SegmentPattern[], prefix: string, exact: boolean): (key: string) => boolean {
  if (exact) return (key) => key === prefix
  const lone = segments.length === prefix.split('/').length && segments.at(-1) === ANY_DEPTH
  // `a/b/**`, the most frequent one: everything below a prefix.
  if (lone) return (key) => key.length > prefix.length && key.startsWith(prefix)
  return (key) => key.startsWith(prefix) && matchSegments(segments, key.split('/'))
}

function checkLiteral(key: string, source: string): void {
  try {
    admitKey(key)
  } catch (cause) {
    throw refuse(source, 'can match no key', cause)
  }
}

function refuse(source: string, why: string, cause?: unknown): SrvraError {
  return new SrvraError('E_PATTERN', `The key pattern ${JSON.stringify(source)} ${why}.`, { pattern: source }, { cause })
}
