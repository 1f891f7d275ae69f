import { SrvraError } from '../errors.ts'

/** `**`: any number of segments. */
export const ANY_DEPTH = Symbol('any depth')

/** Literal pieces between the stars of one segment: one piece when there is no star. */
export type SegmentPattern = typeof ANY_DEPTH | readonly string[]

/** Reads one segment of a pattern. Throws E_PATTERN. */
export function parseSegment(segment: string, source: string): SegmentPattern {
  if (segment === '') throw refuse(source, 'has an empty segment')
  if (segment === '**') return ANY_DEPTH
  const pieces = ['']
  for (let i = 0; i < segment.length; i++) {
    const unit = segment.charAt(i)
    if (unit === '*') {
      if (segment.charAt(i + 1) === '*') throw refuse(source, 'has "**" beside other characters; it must be a whole segment')
      pieces.push('')
      continue
    }
    if (unit === '\\' && ++i === segment.length) throw refuse(source, 'ends a segment with a backslash')
    pieces[pieces.length - 1] += segment.charAt(i)
  }
  return pieces
}

/** Whether a segment begins with the first piece, ends with the last, and holds the others in between, in order. */
function matchSegment(pieces: readonly string[], segment: string): boolean {
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (pieces.length === 1) return segment === first
  if (segment.length < first.length + last.length || !segment.startsWith(first) || !segment.endsWith(last)) return false
  let from = first.length
  const end = segment.length - last.length
  for (const piece of pieces.slice(1, -1)) {
    const found = segment.indexOf(piece, from)
    if (found < 0 || found + piece.length > end) return false
    from = found + piece.length
  }
  return true
}

/** Matches greedily and comes back only to the latest `**`: an earlier one never needs to take more. */
export function matchSegments(patterns: readonly SegmentPattern[], segments: readonly string[]): boolean {
  let pattern = 0
  let segment = 0
  let retryPattern = -1
  let retrySegment = 0
  while (segment < segments.length) {
    const wanted = patterns[pattern]
    if (wanted === ANY_DEPTH) {
      // At the end of a pattern `**` takes one segment or more, elsewhere none or more.
      if (pattern === patterns.length - 1) return true
      retryPattern = ++pattern
      retrySegment = segment
    } else if (wanted !== undefined && matchSegment(wanted, segments[segment] ?? '')) {
      pattern++
      segment++
    } else if (retryPattern >= 0) {
      pattern = retryPattern
      segment = ++retrySegment
    } else return false
  }
  return pattern === patterns.length
}

function refuse(source: string, why: string): SrvraError {
  return new SrvraError('E_PATTERN', `The key pattern ${JSON.stringify(source)} ${why}.`, { pattern: source })
}
