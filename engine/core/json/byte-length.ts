/// <reference lib="es2024.string" />

/** UTF-8 bytes of well-formed text, counted without encoding it. */
export function byteLength(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) bytes += extraBytes(unit)
  }
  return bytes
}

/** UTF-8 bytes of the text as a JSON string: quotes and escapes included. */
export function quotedByteLength(text: string): number {
  let bytes = text.length + 2
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) bytes += extraBytes(unit)
    else if (unit < 0x20) bytes += unit >= 8 && unit <= 13 && unit !== 11 ? 1 : 5
    else if (unit === 0x22 || unit === 0x5c) bytes += 1
  }
  return bytes
}

/** Beyond the one already counted; the two halves of a surrogate pair make four bytes together. */
function extraBytes(unit: number): number {
  return unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
}

/** False when a surrogate stands alone: such text has no UTF-8 form and would change on its way through a store. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed()
}
