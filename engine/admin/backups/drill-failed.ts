import { SrvraError } from '../../core/errors.ts'
import type { TaskProblem } from '../commands.ts'

/** The drill ran, and the backups are not what they should be. */
export class DrillFailed extends SrvraError {
  readonly problems: readonly TaskProblem[]

  constructor(problems: readonly TaskProblem[]) {
    const first = problems[0]?.message ?? 'The restored store differs.'
    super('E_BACKUP_DRILL', `The backups can not be relied on: ${first}`, { problems: problems.length })
    this.problems = problems
  }
}
