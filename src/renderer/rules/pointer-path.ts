import type { JsonValue } from '../../shared/contract.ts'
import { formatPath } from '../format/json-path.ts'

const metadata = '@metadata'

function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** A field of a conflict as people read it: `stock.quantity`, `lines[2].count`, `metadata tags`. */
export function fieldName(pointer: string): string {
  if (pointer === '') return 'the whole document'
  if (pointer.startsWith(metadata)) return ['metadata', ...segmentsOf(pointer.slice(metadata.length))].join(' ')
  return formatPath(segmentsOf(pointer).map((segment) => (/^(?:0|[1-9]\d*)$/.test(segment) ? Number(segment) : segment)))
}

/** What is at a pointer; undefined where nothing is. */
export function valueAt(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  let here = value
  for (const segment of segmentsOf(pointer)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, segment)) return undefined
    here = (here as { readonly [name: string]: JsonValue })[segment]
  }
  return here
}
