import { SrvraError } from '../../core/errors.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { authorOf } from '../calls/caller.ts'
import type { Caller } from '../calls/caller.ts'
import { countOf } from '../bulk/count-sentence.ts'
import { inPages, runBulk } from '../bulk/run-bulk.ts'
import type { UndoToken } from '../commands.ts'
import { runInSlices, type Stopwatch } from '../slices.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'
import type { TaskBoard } from '../tasks/task-board.ts'
import { receiptOf } from './write-receipt.ts'

/** More changes than that are undone in slices, as a task. */
const MOST_AT_ONCE = 1000

export function undoCommand(
  storage: DocumentReads,
  state: SrvraStateManager,
  tasks: TaskBoard,
  stopwatch: Stopwatch,
): Pick<AdminHandlers, 'documents.undo'> {
  return {
    'documents.undo': async (token, caller) => {
      requireReadable(storage, token, caller)
      if (token.toSeq - token.fromSeq >= MOST_AT_ONCE)
        return { done: false, taskId: startUndo(state, tasks, stopwatch, token, caller) }
      const result = state.undo(token.fromSeq, token.toSeq, authorOf(caller))
      await result.durable
      const writes = result.updates.map(receiptOf)
      return { done: true, writes, ...(result.range === undefined ? {} : { undo: result.range }) }
    },
  }
}

function startUndo(state: SrvraStateManager, tasks: TaskBoard, stopwatch: Stopwatch, token: UndoToken, caller: Caller): string {
  return tasks.start('undo', `Undo ${countOf(token.toSeq - token.fromSeq + 1, 'change')}`, async (control) => {
    const operations = await runInSlices(state.planUndo(token), { stopwatch, signal: control.signal })
    const pages = inPages(operations)
    const report = await runBulk({ state, options: authorOf(caller), pages, total: operations.length, control })
    const outcome = `${countOf(report.created + report.changed, 'document')} put back.`
    return { outcome, ...(report.range === undefined ? {} : { undo: report.range }) }
  })
}

/** What is refused names keys: whoever may not read all that the changes are of, hears none of their names. */
function requireReadable(storage: DocumentReads, { fromSeq, toSeq }: UndoToken, { policy }: Caller): void {
  if (policy === undefined || policy.readsAll) return
  const count = toSeq - fromSeq + 1
  if (count <= MOST_AT_ONCE && storage.log({ after: fromSeq - 1, limit: count }).length === count) return
  throw new SrvraError(
    'E_FORBIDDEN',
    'Some of these changes are of documents that you may not read; only all of them are undone together.',
  )
}
