import { SrvraError } from '../../core/errors.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { BatchOperation } from '../../state/write-options.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { countOf } from '../bulk/count-sentence.ts'
import { inPages, runBulk } from '../bulk/run-bulk.ts'
import type { UndoToken } from '../commands.ts'
import type { TaskBoard, TaskControl, TaskOutcome } from '../tasks/task-board.ts'

/** One act of somebody who works in the sample: several of them make a history. */
export interface SampleStep {
  readonly actor: string
  readonly reason: string
  readonly operations: readonly BatchOperation[]
}

/** The acts that make up the sample workspace, in order. */
export type Sample = () => Iterable<SampleStep>

export function sampleCommand(
  state: SrvraStateManager,
  tasks: TaskBoard,
  sample: Sample | undefined,
): Pick<AdminHandlers, 'engine.load-sample'> {
  return {
    'engine.load-sample': () => {
      if (sample === undefined) throw new SrvraError('E_NO_SAMPLE', 'This engine comes without a sample workspace.')
      return { taskId: tasks.start('sample', 'Load the sample workspace', (control) => loadSample(state, sample, control)) }
    },
  }
}

async function loadSample(state: SrvraStateManager, sample: Sample, control: TaskControl): Promise<TaskOutcome> {
  const steps = [...sample()]
  const total = steps.reduce((sum, { operations }) => sum + operations.length, 0)
  const ranges: UndoToken[] = []
  let before = 0
  for (const { operations, actor, reason } of steps) {
    const done = before
    const shared = { ...control, progress: (ofStep: number) => control.progress(done + ofStep, total) }
    const options = { actor, reason, cause: `sample:${control.id}` }
    const report = await runBulk({ state, options, pages: inPages(operations), total, control: shared })
    if (report.range !== undefined) ranges.push(report.range)
    before += operations.length
  }
  const [first, last] = [ranges[0], ranges.at(-1)]
  return {
    outcome: `The sample workspace is loaded: ${countOf(total, 'change')}.`,
    ...(first && last ? { undo: { fromSeq: first.fromSeq, toSeq: last.toSeq } } : {}),
  }
}
