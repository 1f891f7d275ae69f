import { SrvraError } from '../../core/errors.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { BatchOperation } from '../../state/write-options.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { countOf } from '../bulk/count-sentence.ts'
import { letOthersRun } from '../slices.ts'
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
  let done = 0
  for (const { operations, actor, reason } of steps) {
    control.signal.throwIfAborted()
    const result = state.batch(operations, { actor, reason, cause: `sample:${control.id}` })
    await result.durable
    done += operations.length
    control.progress(done, total)
    await letOthersRun()
  }
  return { outcome: `The sample workspace is loaded: ${countOf(total, 'change')}.` }
}
