import type { JsonValue } from '../../shared/contract.ts'

/** What is at a JSON pointer; undefined where nothing is. */
export function valueAt(value: JsonValue | undefined, pointer: string): JsonValue | undefined {
  let here = value
  for (const segment of segmentsOf(pointer)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, segment)) return undefined
    here = (here as { readonly [name: string]: JsonValue })[segment]
  }
  return here
}

function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}
