import { SrvraError } from '../core/errors.ts'
import { readText } from './read-text.ts'

/** A token, and who a hub takes the one for that shows it. */
export interface NamedToken {
  readonly name: string
  readonly token: string
}

/** Who shows a token that bears no name. */
const NAMELESS = 'replica'

/** The tokens of a file: on each line a token, or a name and a token; `#` begins a remark. Throws E_FILE, E_TOKEN_FILE. // C-15 */
export function readTokenFile(file: string): readonly NamedToken[] {
  const tokens = parseTokens(readText(file), file)
  if (tokens.length === 0) throw new SrvraError('E_TOKEN_FILE', `${file} holds no token; write one on a line of its own.`, { file })
  return tokens
}

/** A token that bears no name, as it is given on the command line. */
export function nameless(token: string): NamedToken {
  return { name: NAMELESS, token }
}

function parseTokens(text: string, file: string): readonly NamedToken[] {
  return text.split('\n').flatMap((line, index) => {
    const words = line.replace(/#.*$/, '').trim().split(/\s+/).filter(Boolean)
    if (words.length === 0) return []
    const [name = NAMELESS, token] = words.length === 1 ? [NAMELESS, words[0]] : words
    if (words.length > 2 || token === undefined) {
      const message = `Line ${index + 1} of ${file} is neither a token nor a name and a token.`
      throw new SrvraError('E_TOKEN_FILE', message, { file, line: index + 1 })
    }
    return [{ name, token }]
  })
}
