import type { HistoryEntry, Storage } from '../../ports/storage.ts'
import type { LinkedEntry } from './audit-entry.ts'
import type { Problems } from './problems.ts'
import { BEGUN, RESTORED, RESUMED } from './standing-notes.ts'

const PAGE = 100

/** Sees that every change of the log is in exactly one entry, which says what the log says. */
export class ChangeCoverage {
  readonly #storage: Storage
  readonly #problems: Problems
  /** The last change that an entry vouched for; undefined before the first one. */
  #through: number | undefined
  #page: readonly HistoryEntry[] = []

  constructor(storage: Storage, problems: Problems) {
    this.#storage = storage
    this.#problems = problems
  }

  pass(entry: LinkedEntry): void {
    const { action, changes, details } = entry
    if (action === BEGUN || action === RESUMED || action === RESTORED) this.#through = Number(details?.['seq'] ?? 0)
    if (!changes) return
    const { seq, through = seq } = changes
    this.#follow(entry.n, seq)
    this.#compare(entry, seq)
    this.#through = Math.max(through, this.#through ?? 0)
  }

  finish(): void {
    const { seq } = this.#storage.head()
    if (this.#through !== undefined && this.#through < seq)
      this.#problems.add({ code: 'CHANGE_UNAUDITED', seq: this.#through + 1, message: unaudited(this.#through + 1, seq) })
  }

  #follow(n: number, seq: number): void {
    const expected = this.#through === undefined ? seq : this.#through + 1
    if (seq > expected) this.#problems.add({ code: 'CHANGE_UNAUDITED', n, seq: expected, message: unaudited(expected, seq - 1) })
    if (seq < expected)
      this.#problems.add({
        code: 'CHANGE_TWICE',
        n,
        seq,
        message: `Entry ${n} is about change ${seq}, which another one is about already.`,
      })
  }

  #compare({ n, actor, origin, action, target, changes }: LinkedEntry, seq: number): void {
    if (changes?.through !== undefined || seq <= this.#storage.horizon().seq || seq > this.#storage.head().seq) return
    const change = this.#changeAt(seq)
    // Compaction takes changes out of the log that are above its horizon, too.
    if (!change) return
    const { kind, key, version } = change
    if (
      change.actor === actor &&
      change.origin === origin &&
      action === `document.${kind}` &&
      key === target &&
      version === changes?.version
    )
      return
    const message = `Entry ${n} says that ${actor} did ${action} to ${target ?? 'nothing'}, and the log says that ${change.actor} did document.${kind} to ${key} (change ${seq}).`
    this.#problems.add({ code: 'CHANGE_DIFFERS', n, seq, message })
  }

  /** Entries come in the order of their changes, as a rule: a page of the log serves many of them. */
  #changeAt(seq: number): HistoryEntry | undefined {
    const first = this.#page[0]?.seq ?? 0
    const last = this.#page.at(-1)?.seq ?? -1
    if (seq < first || seq > last) this.#page = this.#storage.log({ after: seq - 1, limit: PAGE })
    return this.#page.find((change) => change.seq === seq)
  }
}

function unaudited(from: number, to: number): string {
  return from === to ? `Change ${from} of the log is in no entry.` : `The changes ${from} to ${to} of the log are in no entry.`
}
