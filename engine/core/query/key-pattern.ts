/** A key pattern made ready: `*` is any run within a segment, `**` any run across segments, `\` takes a wildcard literally. */
export interface KeyPattern {
  readonly source: string
  /** The one key that matches, when the pattern has no wildcard. */
  readonly exact: string | undefined
  /** The text that every matching key begins with: bounds a range scan. */
  readonly prefix: string
  readonly matches: (key: string) => boolean
}

const STAR = 0
const GLOBSTAR = 1
/** A literal UTF-16 unit, or a wildcard. Units are strings, so that the numbers 0 and 1 can stand for wildcards. */
type Piece = string | typeof STAR | typeof GLOBSTAR

/** Compiles a pattern once; matching is linear in practice and never worse than quadratic in the key. */
export function compileKeyPattern(source: string): KeyPattern {
  const pieces = parsePieces(source)
  const firstWildcard = pieces.findIndex((piece) => typeof piece === 'number')
  const prefix = (firstWildcard < 0 ? pieces : pieces.slice(0, firstWildcard)).join('')
  if (firstWildcard < 0) return { source, exact: prefix, prefix, matches: (key) => key === prefix }
  const rest = pieces.slice(firstWildcard)
  if (rest.length === 1 && rest[0] === GLOBSTAR)
    return { source, exact: undefined, prefix, matches: (key) => key.startsWith(prefix) }
  return { source, exact: undefined, prefix, matches: (key) => key.startsWith(prefix) && matchesPieces(rest, key, prefix.length) }
}

/** Writes a key so that, read as a pattern, it matches that key alone. */
export function escapeKeyPattern(key: string): string {
  return key.replace(/[\\*]/g, '\\$&')
}

function parsePieces(source: string): Piece[] {
  const pieces: Piece[] = []
  for (let i = 0; i < source.length; i++) {
    const unit = source.charAt(i)
    const next = source.charAt(i + 1)
    if (unit === '\\' && (next === '*' || next === '\\')) {
      pieces.push(next)
      i++
    } else if (unit !== '*') {
      pieces.push(unit)
    } else {
      pushWildcard(pieces, next === '*')
      if (next === '*') i++
    }
  }
  return pieces
}

/** Runs of wildcards collapse: `***` says no more than `**`, and matching stays free of useless restarts. */
function pushWildcard(pieces: Piece[], crossing: boolean): void {
  const last = pieces.at(-1)
  if (last === GLOBSTAR) return
  if (last === STAR) pieces.pop()
  pieces.push(crossing || last === STAR ? GLOBSTAR : STAR)
}

/**
 * The greedy glob walk with two marks to return to. Only the last `**` can need another try, because an earlier one
 * could only have matched less; and only the last `*` behind it, because a `*` cannot reach past its own segment.
 */
function matchesPieces(pieces: readonly Piece[], key: string, start: number): boolean {
  let at = 0
  let position = start
  let star = -1
  let starPosition = 0
  let globstar = -1
  let globstarPosition = 0
  while (position < key.length || at < pieces.length) {
    const piece = pieces[at]
    if (piece === GLOBSTAR) {
      globstar = at++
      globstarPosition = position
      star = -1
    } else if (piece === STAR) {
      star = at++
      starPosition = position
    } else if (position < key.length && piece === key.charAt(position)) {
      at++
      position++
    } else if (star >= 0 && starPosition < key.length && key.charAt(starPosition) !== '/') {
      position = ++starPosition
      at = star + 1
    } else if (globstar >= 0 && globstarPosition < key.length) {
      position = ++globstarPosition
      at = globstar + 1
      star = -1
    } else return false
  }
  return true
}
