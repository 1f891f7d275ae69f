import { letOthersRun } from '../admin/slices.ts'
import type { SrvraDataSync } from '../srvra-data-sync.ts'
import type { BulkReport } from '../state/bulk-write.ts'
import type { BatchOperation, BatchOptions } from '../state/write-options.ts'
import type { CommandContext } from './command-context.ts'
import { startProgress } from './progress-line.ts'

const SLICE = 256

/** Carries out many operations as one atomic batch, with progress; cancelled it leaves nothing. */
export async function writeSteps(
  { out, signal }: CommandContext,
  engine: SrvraDataSync,
  operations: readonly BatchOperation[],
  options: BatchOptions,
): Promise<BulkReport> {
  const bulk = engine.stateManager.beginBulk(options)
  const progress = startProgress(out, 'Writing')
  try {
    for (let from = 0; from < operations.length; from += SLICE) {
      signal.throwIfAborted()
      bulk.write(operations.slice(from, from + SLICE))
      progress.update(from, operations.length)
      await letOthersRun()
    }
    return bulk.commit()
  } finally {
    // After a commit there is nothing left to abandon.
    bulk.abandon()
    progress.stop()
  }
}
