/** What stands where something was taken out. */
export const REDACTED = '[redacted]'

/** Shorter texts stand in too many words to be taken out everywhere. */
const SHORTEST_SECRET = 6

const NAMED = 'token|passwd|password|passphrase|pwd|secret|api[-_]?key|private[-_]?key|authorization|cookie|credentials?'

/** What secrets look like wherever they stand. The first group is kept. Repeats are bounded: a long text must not cost its square. */
const SHAPES: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /()\beyJ[\w-]{8,4000}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /()\b(?:AKIA[0-9A-Z]{16}|gh[opsru]_\w{20,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,})/g,
  /((?:\bbearer|authorization["']?\s*[:=]\s*["']?basic)\s+)(?!\[redacted\])[\w.~+/=-]{6,}/gi,
  /\b([a-z][a-z\d+.-]{0,30}:\/\/)[^\s/?#@"']+@/gi,
  new RegExp(`((?:${NAMED})[\\w-]{0,40}["']?\\s{0,9}[:=]\\s{0,9}["'])(?!bearer|basic|\\[redacted\\])[^"'\\n]+`, 'gi'),
  new RegExp(`((?:${NAMED})[\\w-]{0,40}\\s{0,9}[:=]\\s{0,9})(?!bearer|basic|\\[redacted\\])[^\\s"',;&})\\]]+`, 'gi'),
]

/** A text without its secrets, and how many were taken out. */
export interface Redaction {
  readonly text: string
  readonly count: number
}

/** Takes secrets out of texts: those it was told of, letter by letter, and what looks like one. */
export class Redactor {
  readonly #secrets = new Set<string>()

  /** Has a text taken out from now on, also as it stands in JSON and in a URL. Below 6 characters it is none. */
  hide(secret: string): void {
    if (secret.length < SHORTEST_SECRET) return
    const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())]
    for (const form of forms) this.#secrets.add(form)
  }

  redact(text: string): Redaction {
    let count = 0
    let left = text
    // A secret may hold another: the longer one goes first.
    for (const secret of [...this.#secrets].toSorted((one, other) => other.length - one.length)) {
      const pieces = left.split(secret)
      count += pieces.length - 1
      left = pieces.join(REDACTED)
    }
    for (const shape of SHAPES) {
      left = left.replace(shape, (_whole, kept: string) => {
        count++
        return `${kept}${REDACTED}`
      })
    }
    return { text: left, count }
  }
}
