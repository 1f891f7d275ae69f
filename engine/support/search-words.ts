/** Words of one query; more say nothing that the first do not. */
const MOST_QUERY_WORDS = 20

/** Words of a text as they are looked up: lower case, without accents, letters and digits alone. // U-10 */
export function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** What to look for: undefined for a blank text, which asks for everything; nothing for one without a word, which finds nothing. */
export function queryWords(text: string): readonly string[] | undefined {
  return text.trim() === '' ? undefined : wordsOf(text).slice(0, MOST_QUERY_WORDS)
}
