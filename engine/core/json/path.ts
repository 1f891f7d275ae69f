import { SrvraError } from '../errors.ts'

/** Member names and array indexes from the root to a value. */
export type PathSegment = string | number

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/

/** How messages name a place in a document: `$.a[3].b`, and `$["odd name"]` where a name is no identifier. */
export function formatPath(segments: readonly PathSegment[]): string {
  return segments.reduce<string>((path, segment) => {
    if (typeof segment === 'number') return `${path}[${segment}]`
    return IDENTIFIER.test(segment) ? `${path}.${segment}` : `${path}[${JSON.stringify(segment)}]`
  }, '$')
}

/** RFC 6901: `/a/3/b`; the root is the empty text. */
export function encodePointer(segments: readonly PathSegment[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The segments of an RFC 6901 pointer, indexes still as text. Throws E_POINTER. */
export function decodePointer(pointer: string): readonly string[] {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) throw badPointer(pointer, 'must be empty or begin with "/"')
  if (/~(?![01])/.test(pointer)) throw badPointer(pointer, 'has a "~" that is not "~0" or "~1"')
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function badPointer(pointer: string, why: string): SrvraError {
  return new SrvraError('E_POINTER', `The JSON pointer ${JSON.stringify(pointer)} ${why}.`, { pointer })
}
