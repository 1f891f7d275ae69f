/**
 * Orders text by code points, which is the order of its UTF-8 bytes and of SQLite's BINARY collation. It differs from
 * `<` on strings where a surrogate pair (U+10000 and up) meets a unit above the surrogates (U+E000 to U+FFFF).
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

/** Text as search compares it: upper case by Unicode's context-free mapping, so that ς and σ, or ß and SS, agree. */
export function foldCase(text: string): string {
  return text.toUpperCase()
}
