import type { AdminHandlers } from '../admin-service.ts'
import type { TaskBoard } from './task-board.ts'

export function taskCommands(tasks: TaskBoard): Pick<AdminHandlers, 'tasks.list' | 'tasks.cancel'> {
  return {
    'tasks.list': () => tasks.list(),
    'tasks.cancel': ({ id }) => {
      tasks.cancel(id)
      return null
    },
  }
}
