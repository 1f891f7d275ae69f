/** So long a newcomer may take before it counts as one that says nothing. */
const PATIENCE_MS = 500
/** However quick they are: more than this is no fleet that comes back. */
const MOST_AT_ONCE = 2000

/**
 * Bounds how many connections of one address may be open without having said a word (P-22). A fleet that comes back all at
 * once speaks up at once, and is not held up.
 */
export class NewcomerLimit {
  readonly #limit: number
  readonly #now: () => number
  readonly #silent = new Map<string, Set<{ readonly since: number }>>()

  constructor(limit: number, now: () => number = () => performance.now()) {
    this.#limit = limit
    this.#now = now
  }

  /** Notes a newcomer; the returned function says that it spoke or went. Undefined when there are too many silent ones. */
  enter(address: string): (() => void) | undefined {
    const silent = this.#silent.get(address) ?? new Set()
    const now = this.#now()
    let overdue = 0
    for (const { since } of silent) if (now - since > PATIENCE_MS) overdue++
    if (overdue >= this.#limit || silent.size >= MOST_AT_ONCE) return undefined
    const newcomer = { since: now }
    this.#silent.set(address, silent.add(newcomer))
    return () => {
      silent.delete(newcomer)
      if (silent.size === 0 && this.#silent.get(address) === silent) this.#silent.delete(address)
    }
  }
}
