import { SrvraError } from '../core/errors.ts'
import type { JsonValue } from '../core/json/index.ts'

/**
 * Member names of a dotted path such as `loc.type`; a backslash takes the next character for itself (`a\.b` is one
 * name). Throws E_FIELD_PATH for an empty name or a backslash at the end. // T-9
 */
export function parseFieldPath(text: string): readonly string[] {
  const names: string[] = []
  let name = ''
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] as string
    if (character === '.') {
      names.push(name)
      name = ''
    } else if (character !== '\\') name += character
    else if (index + 1 === text.length) throw pathError(text, 'ends in a backslash that has nothing to escape')
    else name += text[(index += 1)] as string
  }
  names.push(name)
  if (names.includes('')) throw pathError(text, 'has an empty name')
  return names
}

/** The text that `parseFieldPath` reads back as these names; `also` lists further characters to escape. */
export function printFieldPath(names: readonly string[], also = ''): string {
  const escape = (one: string): string => (one === '.' || one === '\\' || also.includes(one) ? `\\${one}` : one)
  return names.map((name) => name.split('').map(escape).join('')).join('.')
}

/** The value at a path of own members; undefined where the path leads nowhere. */
export function valueAt(value: JsonValue | undefined, names: readonly string[]): JsonValue | undefined {
  let at = value
  for (const name of names) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return undefined
    at = (at as { readonly [name: string]: JsonValue })[name]
  }
  return at
}

function pathError(text: string, why: string): SrvraError {
  return new SrvraError('E_FIELD_PATH', `The field path '${text}' ${why}.`, { path: text })
}
