export type PathSegment = string | number

const plainName = /^[A-Za-z_$][\w$]*$/
const plainTerm = /^(?:[\p{L}_$][\p{L}\p{N}_$-]*|[0-9]+)$/u

/** A path as people read it: `address.lines[2]`, `["odd name"]`; the root is `$`. */
export function formatPath(path: readonly PathSegment[]): string {
  const text = path.map((segment, index) => formatSegment(segment, index)).join('')
  return text === '' ? '$' : text
}

function formatSegment(segment: PathSegment, index: number): string {
  if (typeof segment === 'number') return `[${segment}]`
  if (!plainName.test(segment)) return `[${JSON.stringify(segment)}]`
  return index === 0 ? segment : `.${segment}`
}

/** A path as the filter language writes it: `address.lines.2`, `"odd name".x`. */
export function filterPath(path: readonly PathSegment[]): string {
  return path.map((segment) => (plainTerm.test(String(segment)) ? String(segment) : JSON.stringify(segment))).join('.')
}

/** RFC 6901. */
export function jsonPointer(path: readonly PathSegment[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
