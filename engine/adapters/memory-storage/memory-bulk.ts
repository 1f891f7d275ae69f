import { assertBase, assertContiguous } from '../../core/log/check-append.ts'
import type { Change } from '../../core/log/change.ts'
import type { BulkAppend, RecordWrite } from '../../ports/storage.ts'

export interface BulkParts {
  readonly head: () => number
  readonly versionOf: (key: string) => number
  readonly append: (changes: readonly Change[], records: readonly RecordWrite[]) => void
  /** Called once, before the append or when there is none. */
  readonly onEnd: () => void
}

/** Memory needs no slices: the bulk is held back until its commit. */
export function createMemoryBulk({ head, versionOf, append, onEnd }: BulkParts): BulkAppend {
  const held: Change[] = []
  const heldRecords: RecordWrite[] = []
  const versions = new Map<string, number>()
  let open = true
  const end = (): void => {
    if (open) onEnd()
    open = false
  }
  return {
    add: (changes, records = []) => {
      assertContiguous(changes, held.at(-1)?.seq ?? head())
      for (const change of changes) assertBase(change, versions.get(change.key) ?? versionOf(change.key))
      for (const change of changes) versions.set(change.key, change.version)
      for (const change of changes) held.push(change)
      for (const record of records) heldRecords.push(record)
    },
    commit: () => {
      end()
      append(held, heldRecords)
    },
    abandon: end,
  }
}
