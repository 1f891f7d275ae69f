const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * A hash of 43 characters as SHA-256 has, made of four sums of 32 bits: good enough that equal hashes mean equal texts in a
 * simulation, and ten times as fast.
 */
export function cheapHash(text: string): string {
  let a = 0x811c9dc5
  let b = 0x01000193
  let c = 0x9e3779b9
  let d = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b + unit, 0x85ebca6b) ^ (b >>> 13)
    c = Math.imul(c ^ (unit + index), 0xc2b2ae35)
    d = (d + Math.imul(a ^ c, 0x27d4eb2f)) | 0
  }
  let hash = ''
  for (let place = 0; place < 43; place++) {
    a = Math.imul(a ^ (b >>> 7), 0x2c1b3c6d) + d
    b = (b + Math.imul(c ^ place, 0x297a2d39)) | 0
    c ^= a >>> 11
    d = Math.imul(d + a, 0x165667b1) ^ (d >>> 15)
    // The last of 43 characters has four bits that count.
    hash += ALPHABET[(a ^ d) & (place === 42 ? 0b111100 : 63)]
  }
  return hash
}
