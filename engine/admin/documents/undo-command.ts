import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { countOf } from '../bulk/count-sentence.ts'
import { inPages, runBulk } from '../bulk/run-bulk.ts'
import type { UndoToken } from '../commands.ts'
import { runInSlices, type Stopwatch } from '../slices.ts'
import type { TaskBoard } from '../tasks/task-board.ts'
import { receiptOf } from './write-receipt.ts'

/** More changes than that are undone in slices, as a task. */
const MOST_AT_ONCE = 1000

export function undoCommand(
  state: SrvraStateManager,
  tasks: TaskBoard,
  stopwatch: Stopwatch,
): Pick<AdminHandlers, 'documents.undo'> {
  return {
    'documents.undo': async (token, { actor }) => {
      if (token.toSeq - token.fromSeq >= MOST_AT_ONCE)
        return { done: false, taskId: startUndo(state, tasks, stopwatch, token, actor) }
      const result = state.undo(token.fromSeq, token.toSeq, { actor })
      await result.durable
      const writes = result.updates.map(receiptOf)
      return { done: true, writes, ...(result.range === undefined ? {} : { undo: result.range }) }
    },
  }
}

function startUndo(state: SrvraStateManager, tasks: TaskBoard, stopwatch: Stopwatch, token: UndoToken, actor: string): string {
  return tasks.start('undo', `Undo ${countOf(token.toSeq - token.fromSeq + 1, 'change')}`, async (control) => {
    const operations = await runInSlices(state.planUndo(token), { stopwatch, signal: control.signal })
    const pages = inPages(operations)
    const report = await runBulk({ state, options: { actor }, pages, total: operations.length, control })
    const outcome = `${countOf(report.created + report.changed, 'document')} put back.`
    return { outcome, ...(report.range === undefined ? {} : { undo: report.range }) }
  })
}
