/** How known kinds of content begin. */
const SIGNATURES: readonly (readonly [type: string, ...start: number[]])[] = [
  ['image/png', 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  ['image/jpeg', 0xff, 0xd8, 0xff],
  ['image/gif', 0x47, 0x49, 0x46, 0x38],
  ['application/pdf', 0x25, 0x50, 0x44, 0x46, 0x2d],
  ['application/zip', 0x50, 0x4b, 0x03, 0x04],
  ['application/gzip', 0x1f, 0x8b],
]

/** What content is by its bytes; a name may say anything. */
export function mediaType(bytes: Uint8Array): string {
  const known = SIGNATURES.find(([, ...start]) => start.every((byte, index) => bytes[index] === byte))
  if (known) return known[0]
  const text = asText(bytes)
  if (text === undefined) return 'application/octet-stream'
  return isJson(text) ? 'application/json' : 'text/plain'
}

/** Undefined where it is no text. */
function asText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Not UTF-8: that is the answer.
    return undefined
  }
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    // Some text that begins like JSON.
    return false
  }
}
