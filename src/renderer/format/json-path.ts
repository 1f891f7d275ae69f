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

const segments = /\.?([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gy

/** Reads a path as the engine's messages write it, `$.a[3]["odd name"]`; what cannot be read ends it. */
export function parsePath(text: string): readonly PathSegment[] {
  const rest = text.startsWith('$') ? text.slice(1) : text
  return [...rest.matchAll(segments)].map(([, name, index, quoted]) => {
    if (name !== undefined) return name
    return index === undefined ? (JSON.parse(quoted ?? '""') as string) : Number(index)
  })
}
