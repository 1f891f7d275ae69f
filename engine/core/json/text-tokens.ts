const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const INTEGER = /^-?\d+$/

/** The end of white space that begins at an offset. */
export function whitespaceEnd(text: string, start: number): number {
  let at = start
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++
  return at
}

/** The end of a number, and whether it is written as an integer that JSON.parse would round; undefined when none is there. */
export function numberAt(text: string, start: number): { readonly end: number; readonly rounded: boolean } | undefined {
  NUMBER.lastIndex = start
  const token = NUMBER.exec(text)?.[0]
  if (token === undefined) return undefined
  return { end: start + token.length, rounded: INTEGER.test(token) && !Number.isSafeInteger(Number(token)) }
}

/** The offset after the closing quote of a string; undefined when none is there or it is malformed. */
export function stringAt(text: string, start: number): number | undefined {
  if (text.charAt(start) !== '"') return undefined
  let at = start + 1
  while (at < text.length) {
    const unit = text.charAt(at)
    if (unit === '"') return at + 1
    if (unit < ' ') return undefined
    const step = unit === '\\' ? escapeLength(text, at) : 1
    if (step === undefined) return undefined
    at += step
  }
  return undefined
}

function escapeLength(text: string, at: number): number | undefined {
  const unit = text.charAt(at + 1)
  if (unit === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : undefined
  return unit !== '' && '"\\/bfnrt'.includes(unit) ? 2 : undefined
}
