import type { Problems } from './problems.ts'
import type { Check, VerificationParts } from './check.ts'

const SLICE = 1000
const MOST_ATTEMPTS = 3

interface Level {
  readonly path: string
  documents: number
}

/**
 * Counts the live documents under every prefix anew. Keys come in order, so only the prefixes above the last key are open.
 * When somebody writes meanwhile the count is not that of one moment: it starts again, and at last does not let go.
 */
export class PrefixCheck implements Check {
  readonly #parts: VerificationParts
  readonly #problems: Problems
  #attempt = 0
  #startedAt = -1
  #after = ''
  #open: Level[] = []
  #occupied = 0
  #wrong: string[] = []
  #looked = 0

  constructor(parts: VerificationParts, problems: Problems) {
    this.#parts = parts
    this.#problems = problems
  }

  step(): number | undefined {
    if (this.#startedAt !== this.#parts.newestSeq()) this.#start()
    do {
      if (!this.#countPage()) {
        this.#report()
        return undefined
      }
    } while (this.#attempt > MOST_ATTEMPTS)
    return this.#looked
  }

  #start(): void {
    this.#attempt += 1
    this.#startedAt = this.#parts.newestSeq()
    this.#after = ''
    this.#open = [{ path: '', documents: 0 }]
    this.#occupied = 0
    this.#wrong = []
    this.#looked = 0
  }

  #countPage(): boolean {
    const page = this.#parts.tables.tree.keys(this.#after, SLICE)
    for (const { key, live } of page) if (live === 1) this.#count(key)
    this.#after = page.at(-1)?.key ?? this.#after
    this.#looked += page.length
    return page.length === SLICE
  }

  #count(key: string): void {
    while (!isUnder(key, this.#top.path)) this.#close()
    const begin = this.#top.path === '' ? 0 : this.#top.path.length + 1
    for (let slash = key.indexOf('/', begin); slash >= 0; slash = key.indexOf('/', slash + 1))
      this.#open.push({ path: key.slice(0, slash), documents: 0 })
    this.#top.documents += 1
  }

  get #top(): Level {
    return this.#open[this.#open.length - 1] as Level
  }

  #close(): void {
    const { path, documents } = this.#open.pop() as Level
    if (this.#open.length > 0) this.#top.documents += documents
    if (documents > 0) this.#occupied += 1
    if (this.#parts.tables.prefixes.documentsUnder(path) !== documents) this.#wrong.push(path)
  }

  #report(): void {
    while (this.#open.length > 0) this.#close()
    for (const path of this.#wrong) this.#problems.note('E_COUNT', `The number of documents under '${path}' is wrong.`)
    const occupied = this.#parts.tables.prefixes.occupied()
    if (occupied !== this.#occupied)
      this.#problems.note('E_COUNT', `${occupied} prefixes are said to hold documents, and ${this.#occupied} do.`)
  }
}

function isUnder(key: string, path: string): boolean {
  return path === '' || (key.startsWith(path) && key.charAt(path.length) === '/')
}
