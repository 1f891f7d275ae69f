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

type TaskRun = (control: TaskControl) => Promise<TaskOutcome>

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

/** The long acts of one engine: each runs, tells its progress, can be cancelled, and is remembered for a while. // V-61 */
export class TaskBoard {
  readonly #options: TaskBoardOptions
  readonly #entries = new Map<string, Entry>()
  readonly #handlers = new Set<(tasks: readonly TaskView[]) => void>()

  constructor(options: TaskBoardOptions) {
    this.#options = options
  }

  /** Starts at the next turn of the event loop, and answers the id at once. */
  start(kind: TaskKind, title: string, run: TaskRun): string {
    const id = this.#options.random.token(9)
    const abort = new AbortController()
    const progress: TaskControl['progress'] = (done, total) => this.#change(id, { done, total })
    // The board must know the task before its first line runs.
    const ended = Promise.resolve().then(() => this.#perform(kind, { id, signal: abort.signal, progress }, run))
    const view: TaskView = { id, kind, title, state: 'running', done: 0, total: 0, startedAt: this.#options.clock.now() }
    this.#entries.set(id, { view, abort, ended })
    this.#change(id, {})
    return id
  }

  /** Newest first. */
  list(): readonly TaskView[] {
    return [...this.#entries.values()].map(({ view }) => view).toReversed()
  }

  /** Throws E_TASK_UNKNOWN. A task that has ended stays as it ended. */
  cancel(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) throw new SrvraError('E_TASK_UNKNOWN', 'There is no such task any more.', { id })
    entry.abort.abort(new SrvraError('E_CANCELLED', 'The task was cancelled.'))
  }

  onChange(handler: (tasks: readonly TaskView[]) => void): () => void {
    this.#handlers.add(handler)
    return () => void this.#handlers.delete(handler)
  }

  /** Cancels what runs and waits for it. */
  async close(): Promise<void> {
    const reason = new SrvraError('E_CANCELLED', 'The engine is closing.')
    for (const { abort } of this.#entries.values()) abort.abort(reason)
    await Promise.all([...this.#entries.values()].map(({ ended }) => ended))
  }

  async #perform(kind: TaskKind, control: TaskControl, run: TaskRun): Promise<void> {
    const { clock, report, problemsOf } = this.#options
    try {
      control.signal.throwIfAborted()
      const { problems = [], ...outcome } = await run(control)
      this.#change(control.id, { ...outcome, ...listed(problems), state: 'done', endedAt: clock.now() })
    } catch (error) {
      const end = control.signal.aborted ? cancelled(kind) : { ...failed(error, report), ...listed(problemsOf(error)) }
      this.#change(control.id, { ...end, endedAt: clock.now() })
    }
    forgetOldest(this.#entries)
  }

  #change(id: string, changes: Partial<TaskView>): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    entry.view = { ...entry.view, ...changes }
    const tasks = this.list()
    for (const handler of this.#handlers) handler(tasks)
  }
}

/** Everything else is atomic, or only reads. */
const LEFT_BEHIND: Partial<Record<TaskKind, string>> = {
  compact: 'What was let go until then is gone.',
  sample: 'The steps that were loaded until then stay.',
  backup: 'The backups before it are as they were.',
}

function cancelled(kind: TaskKind): Partial<TaskView> {
  return { state: 'cancelled', outcome: `Cancelled. ${LEFT_BEHIND[kind] ?? 'Nothing was changed.'}` }
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
