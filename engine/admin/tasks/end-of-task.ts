import type { TaskView } from '../commands.ts'

/** What it takes to follow tasks, here or through a service. */
export interface TaskFollower {
  list(): readonly TaskView[] | Promise<readonly TaskView[]>
  onChange(handler: (tasks: readonly TaskView[]) => void): () => void
}

/** Resolves with a task's last state, also when it has ended already. */
export async function endOfTask(tasks: TaskFollower, id: string): Promise<TaskView> {
  const ended = (views: readonly TaskView[]): TaskView | undefined =>
    views.find((view) => view.id === id && view.state !== 'running')
  let stop = (): void => {}
  const told = new Promise<TaskView>((resolve) => {
    stop = tasks.onChange((views) => {
      const task = ended(views)
      if (task !== undefined) resolve(task)
    })
  })
  try {
    return ended(await tasks.list()) ?? (await told)
  } finally {
    stop()
  }
}
