/**
 * Splits a key so that its tail can stay whole while its head is cut: the last segment tells keys apart, the prefix is
 * shared by its neighbours. A tail longer than `tailLength` keeps its last characters.
 */
export function splitKey(key: string, tailLength = 18): { readonly head: string; readonly tail: string } {
  if (key.length <= tailLength) return { head: '', tail: key }
  const slash = key.lastIndexOf('/')
  const cut = slash >= key.length - tailLength ? slash : key.length - tailLength
  return splitAt(key, Math.max(cut, 0))
}

// A cut inside a surrogate pair would show two replacement characters.
function splitAt(key: string, cut: number): { head: string; tail: string } {
  const code = key.charCodeAt(cut)
  const at = code >= 0xdc00 && code <= 0xdfff ? cut + 1 : cut
  return { head: key.slice(0, at), tail: key.slice(at) }
}
