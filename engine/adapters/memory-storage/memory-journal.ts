import type { JournalEntry, RecordJournal, RecordWrite } from '../../ports/storage.ts'

/** Writes of records in their order, for those who copy the store as it changes. */
export class MemoryJournal implements RecordJournal {
  #entries: JournalEntry[] = []
  #last = 0
  #kept = false

  keep(on: boolean): void {
    this.#kept = on
    if (!on) this.#entries = []
  }

  last(): number {
    return this.#last
  }

  note(seq: number, writes: readonly RecordWrite[]): void {
    if (this.#kept) for (const write of writes) this.#entries.push({ n: ++this.#last, seq, write })
  }

  page({ after, limit }: { readonly after: number; readonly limit: number }): readonly JournalEntry[] {
    const first = this.#entries[0]?.n ?? 0
    const from = Math.max(0, after - first + 1)
    return this.#entries.slice(from, from + limit)
  }

  forget(through: number): void {
    this.#entries = this.#entries.filter(({ n }) => n > through)
  }
}
