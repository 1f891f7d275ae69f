import type { BulkReport } from '../../state/bulk-write.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { BatchOperation, BatchOptions } from '../../state/write-options.ts'
import { letOthersRun } from '../slices.ts'
import type { TaskControl } from '../tasks/task-board.ts'

export interface BulkRun {
  readonly state: SrvraStateManager
  readonly options: BatchOptions
  /** Operations in pages of some milliseconds' work. */
  readonly pages: Iterable<readonly BatchOperation[]>
  readonly total: number
  readonly control: TaskControl
}

/** Writes pages of operations as one atomic act: all of them, or none when it is cancelled or one is refused. */
export async function runBulk({ state, options, pages, total, control }: BulkRun): Promise<BulkReport> {
  const bulk = state.beginBulk(options)
  try {
    let done = 0
    for (const operations of pages) {
      bulk.write(operations)
      done += operations.length
      control.progress(done, total)
      await letOthersRun()
      control.signal.throwIfAborted()
    }
    return bulk.commit()
  } finally {
    bulk.abandon()
  }
}

/** Cuts a long list of operations into pages. */
export function* inPages<Item>(items: readonly Item[], size = 250): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}
