/** What a piece of JSON text is, for its colour. */
export type JsonTokenType = 'name' | 'string' | 'number' | 'word' | 'mark' | 'space'

export interface JsonToken {
  readonly type: JsonTokenType
  readonly text: string
}

const pattern = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:])|(\s+)|(.)/gsu

function typesOf(match: RegExpExecArray): JsonToken[] {
  const [text, string, colon, number, word, mark, space] = match
  if (string !== undefined) {
    return colon === undefined
      ? [{ type: 'string', text: string }]
      : [
          { type: 'name', text: string },
          { type: 'mark', text: colon },
        ]
  }
  if (number !== undefined) return [{ type: 'number', text: number }]
  if (word !== undefined) return [{ type: 'word', text: word }]
  if (space !== undefined) return [{ type: 'space', text: space }]
  return [{ type: 'mark', text: mark ?? text }]
}

/** Cuts JSON text into coloured pieces; text that is no JSON comes through unharmed. */
export function tokenizeJson(text: string): readonly JsonToken[] {
  const tokens: JsonToken[] = []
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) tokens.push(...typesOf(match))
  return tokens
}

/** JSON text of a value, cut after `limit` characters so that a big document never stalls the page. */
export function previewJson(value: unknown, limit: number, indent = 2): { readonly text: string; readonly cut: boolean } {
  const text = JSON.stringify(value, null, indent) ?? ''
  return text.length > limit ? { text: `${text.slice(0, limit)}…`, cut: true } : { text, cut: false }
}
