import type { JsonValue } from '../../shared/contract.ts'
import { formatPath, type PathSegment } from '../format/json-path.ts'

const metadataMark = '@metadata'

/** A path of a conflict as people read it: `lines[2].price`; the root is the whole document. */
export function pointerText(pointer: string): string {
  if (pointer === '') return 'the whole document'
  if (pointer.startsWith(metadataMark)) {
    const below = pointer.slice(metadataMark.length)
    return below === '' ? 'metadata' : `metadata ${formatPath(segmentsOf(below))}`
  }
  return formatPath(segmentsOf(pointer))
}

/** RFC 6901. Digits are taken for the index of a list, which they nearly always are. */
function segmentsOf(pointer: string): readonly PathSegment[] {
  return namesOf(pointer).map((segment) => (/^(?:0|[1-9]\d{0,8})$/.test(segment) ? Number(segment) : segment))
}

function namesOf(pointer: string): readonly string[] {
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** What a value has at a path of it; undefined: nothing. */
export function valueAt(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  if (pointer === '') return value
  return namesOf(pointer).reduce<JsonValue | undefined>(
    (at, name) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, name)
        ? (at as Readonly<Record<string, JsonValue>>)[name]
        : undefined,
    value,
  )
}
