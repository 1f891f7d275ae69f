import type { DocumentEntry } from './document-entry.ts'

/** A parsed value takes about three times its text, an entry itself some hundred bytes. */
const PARSED_FACTOR = 3
const ENTRY_BYTES = 400

/**
 * The documents that were used lately, parsed and frozen, in bounded memory. Two generations: when the younger one is
 * full it becomes the older one, and what was not asked for since goes. A hit then costs one look, and no bookkeeping.
 */
export class DocumentCache {
  readonly #generationBytes: number
  #young = new Map<string, DocumentEntry>()
  #old = new Map<string, DocumentEntry>()
  #youngBytes = 0

  constructor(maxBytes: number) {
    this.#generationBytes = maxBytes / 2
  }

  get(key: string): DocumentEntry | undefined {
    const entry = this.#young.get(key)
    if (entry) return entry
    const aged = this.#old.get(key)
    if (aged) this.set(aged)
    return aged
  }

  has(key: string): boolean {
    return this.#young.has(key) || this.#old.has(key)
  }

  set(entry: DocumentEntry): void {
    const before = this.#young.get(entry.key)
    this.#youngBytes += costOf(entry) - (before ? costOf(before) : 0)
    this.#young.set(entry.key, entry)
    if (this.#youngBytes > this.#generationBytes) this.#age()
  }

  delete(key: string): void {
    const entry = this.#young.get(key)
    if (entry) this.#youngBytes -= costOf(entry)
    this.#young.delete(key)
    this.#old.delete(key)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
    this.#youngBytes = 0
  }

  #age(): void {
    this.#old = this.#young
    this.#young = new Map()
    this.#youngBytes = 0
  }
}

function costOf(entry: DocumentEntry): number {
  return ENTRY_BYTES + PARSED_FACTOR * entry.size
}
