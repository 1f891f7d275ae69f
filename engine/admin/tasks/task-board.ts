import { toFailure } from '../calls/to-failure.ts'
import type { TaskKind, TaskProblem, TaskView, UndoToken } from '../commands.ts'
import { SrvraError } from '../../core/errors.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Random } from '../../ports/random.ts'

/** What a running task is given: to say how far it is, and to hear that it is no longer wanted. */
export interface TaskControl {
  readonly id: string
  readonly signal: AbortSignal
  progress(done: number, total: number): void
}

/** What came of a task, in one sentence and in what can be acted on. */
export interface TaskOutcome {
  readonly outcome: string
  readonly undo?: UndoToken
  readonly problems?: readonly TaskProblem[]
}

/** The long acts of one engine: each runs, tells its progress, can be cancelled, and is remembered for a while. */
export interface TaskBoard {
  /** Starts at the next turn of the event loop, and answers the id at once. */
  start(kind: TaskKind, title: string, run: (control: TaskControl) => Promise<TaskOutcome>): string
  list(): readonly TaskView[]
  /** Throws E_TASK_UNKNOWN. A task that has ended stays as it ended. */
  cancel(id: string): void
  onChange(handler: (tasks: readonly TaskView[]) => void): () => void
  /** Cancels what runs and waits for it. */
  close(): Promise<void>
}

interface Entry {
  view: TaskView
  readonly abort: AbortController
  readonly ended: Promise<void>
}

/** Ended tasks that are remembered; running ones always are. */
const REMEMBERED = 50
const MOST_PROBLEMS = 100

export interface TaskBoardOptions {
  readonly clock: Clock
  readonly random: Random
  /** Hears of errors that nobody foresaw. */
  readonly report: (error: unknown) => void
  /** What an error has to say line by line, beside its sentence. */
  readonly problemsOf: (error: unknown) => readonly TaskProblem[]
}

export function createTaskBoard({ clock, random, report, problemsOf }: TaskBoardOptions): TaskBoard {
  const entries = new Map<string, Entry>()
  const handlers = new Set<(tasks: readonly TaskView[]) => void>()
  const list = (): readonly TaskView[] => [...entries.values()].map(({ view }) => view).toReversed()

  const change = (id: string, changes: Partial<TaskView>): void => {
    const entry = entries.get(id)
    if (entry === undefined) return
    entry.view = { ...entry.view, ...changes }
    const tasks = list()
    for (const handler of handlers) handler(tasks)
  }

  const perform = async (
    kind: TaskKind,
    control: TaskControl,
    run: (control: TaskControl) => Promise<TaskOutcome>,
  ): Promise<void> => {
    try {
      control.signal.throwIfAborted()
      const { problems = [], ...outcome } = await run(control)
      change(control.id, { ...outcome, ...listed(problems), state: 'done', endedAt: clock.now() })
    } catch (error) {
      const end = control.signal.aborted ? cancelled(kind) : { ...failed(error, report), ...listed(problemsOf(error)) }
      change(control.id, { ...end, endedAt: clock.now() })
    }
    forgetOldest(entries)
  }

  const start: TaskBoard['start'] = (kind, title, run) => {
    const id = random.token(9)
    const abort = new AbortController()
    const control: TaskControl = { id, signal: abort.signal, progress: (done, total) => change(id, { done, total }) }
    // The board must know the task before its first line runs.
    const ended = Promise.resolve().then(() => perform(kind, control, run))
    const view: TaskView = { id, kind, title, state: 'running', done: 0, total: 0, startedAt: clock.now() }
    entries.set(id, { view, abort, ended })
    change(id, {})
    return id
  }

  return {
    start,
    list,
    cancel: (id) => {
      const entry = entries.get(id)
      if (entry === undefined) throw new SrvraError('E_TASK_UNKNOWN', 'There is no such task any more.', { id })
      entry.abort.abort(new SrvraError('E_CANCELLED', 'The task was cancelled.'))
    },
    onChange: (handler) => {
      handlers.add(handler)
      return () => void handlers.delete(handler)
    },
    close: async () => {
      for (const { abort } of entries.values()) abort.abort(new SrvraError('E_CANCELLED', 'The engine is closing.'))
      await Promise.all([...entries.values()].map(({ ended }) => ended))
    },
  }
}

function cancelled(kind: TaskKind): Partial<TaskView> {
  // Everything else is atomic, or only reads.
  const outcome = kind === 'compact' ? 'Cancelled. What was let go until then is gone.' : 'Cancelled. Nothing was changed.'
  return { state: 'cancelled', outcome }
}

function listed(problems: readonly TaskProblem[]): Partial<TaskView> {
  return problems.length === 0 ? {} : { problems: problems.slice(0, MOST_PROBLEMS) }
}

function failed(error: unknown, report: (error: unknown) => void): Partial<TaskView> {
  const failure = toFailure(error, report)
  return { state: 'failed', outcome: failure.message, error: failure }
}

function forgetOldest(entries: Map<string, Entry>): void {
  const ended = [...entries.values()].filter(({ view }) => view.state !== 'running')
  for (const { view } of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) entries.delete(view.id)
}
