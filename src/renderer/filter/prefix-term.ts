import { joinTerms, splitFilter } from './filter-terms.ts'

const plainPrefix = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*(?:\/[\p{L}\p{N}_.-]+)*$/u

function escapePattern(key: string): string {
  return key.replaceAll(/[*\\]/g, String.raw`\$&`)
}

/** The term that matches everything below a prefix: `cities/AD/`, or quoted where its characters mean something. */
export function prefixTerm(prefix: string): string {
  return plainPrefix.test(prefix) ? `${prefix}/` : `key:${JSON.stringify(patternBelow(prefix))}`
}

/** The pattern of everything below a prefix; of everything, when there is none. */
export function patternBelow(prefix: string): string {
  return prefix === '' ? '**' : `${escapePattern(prefix)}/**`
}

/** The term that matches one key and no other. */
export function keyTerm(key: string): string {
  return `key:${JSON.stringify(escapePattern(key))}`
}

/** The prefix that a term such as `cities/AD/` scopes to; undefined for any other term. */
export function prefixOfTerm(term: string): string | undefined {
  if (term.endsWith('/') && plainPrefix.test(term.slice(0, -1))) return term.slice(0, -1)
  const quoted = /^key:("(?:[^"\\]|\\.)*")$/u.exec(term)?.[1]
  if (quoted === undefined) return undefined
  const pattern = parseText(quoted)
  if (!pattern?.endsWith('/**')) return undefined
  const escaped = pattern.slice(0, -3)
  return /(?<!\\)(?:\\\\)*\*/.test(escaped) ? undefined : escaped.replaceAll(/\\([*\\])/g, '$1')
}

function parseText(quoted: string): string | undefined {
  try {
    const text: unknown = JSON.parse(quoted)
    return typeof text === 'string' ? text : undefined
  } catch {
    // Half a term while somebody types: no prefix yet.
    return undefined
  }
}

/** The prefix that a filter is scoped to, if its terms say one. */
export function scopeOf(filter: string): string {
  for (const { text } of splitFilter(filter)) {
    const prefix = prefixOfTerm(text)
    if (prefix !== undefined) return prefix
  }
  return ''
}

/** The filter with another scope: the other terms stay. An empty prefix takes the scope away. */
export function withScope(filter: string, prefix: string): string {
  const others = splitFilter(filter)
    .map(({ text }) => text)
    .filter((text) => prefixOfTerm(text) === undefined)
  return joinTerms(prefix === '' ? others : [prefixTerm(prefix), ...others])
}
