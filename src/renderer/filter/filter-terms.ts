/** A term of a filter as it stands in the text: what a chip shows. The engine alone knows what it means. */
export interface FilterTermText {
  readonly text: string
  /** Where it stands, half-open. */
  readonly from: number
  readonly to: number
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"?`
// A field comparison may have space around its sign, which is then no border between terms.
const comparison = String.raw`\s*(?:!=|<=|>=|=|<|>|~)\s*`
const word = String.raw`(?:${quoted}|[^\s"=<>~!]|!(?!=))+`
const term = new RegExp(String.raw`-?${word}(?:${comparison}(?:${quoted}|[^\s"]+)?)?|\S+`, 'gu')

/** Cuts a filter into its terms. It never fails: what the engine will refuse is a term, too. */
export function splitFilter(text: string): readonly FilterTermText[] {
  return [...text.matchAll(term)].map((match) => ({
    text: match[0].trimEnd(),
    from: match.index,
    to: match.index + match[0].trimEnd().length,
  }))
}

export function joinTerms(terms: readonly string[]): string {
  return terms.filter(Boolean).join(' ')
}

/** The filter without its nth term. */
export function withoutTerm(text: string, index: number): string {
  return joinTerms(
    splitFilter(text)
      .filter((_, at) => at !== index)
      .map((each) => each.text),
  )
}

/** The filter with a term more; one that is there already is not repeated. */
export function withTerm(text: string, added: string): string {
  const terms = splitFilter(text).map((each) => each.text)
  return terms.includes(added) ? text.trim() : joinTerms([...terms, added])
}
