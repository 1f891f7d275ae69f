import type { RecordJournal } from '../../ports/storage.ts'
import type { JournalTable } from './journal-table.ts'
import type { StoreGuard } from './store-guard.ts'

/** The journal as the store shows it: read under its guard, and changed in a commit of its own. */
export function openJournal(table: JournalTable, guard: StoreGuard, commit: (work: () => void) => void): RecordJournal {
  return {
    keep: (on) => {
      if (on !== table.kept) commit(() => table.keep(on))
    },
    last: () => guard.read(() => table.last()),
    page: ({ after, limit }) => guard.read(() => table.page(after, limit)),
    forget: (through) => commit(() => table.forget(through)),
  }
}
