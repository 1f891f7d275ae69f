import { compareCodePoints } from '../../core/query/index.ts'
import { SrvraError } from '../../core/errors.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { HistoryEntry } from '../../ports/storage.ts'
import { rollbackOperation, type RollbackStep } from '../../state/rollback.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { authorOf } from '../calls/caller.ts'
import type { Caller } from '../calls/caller.ts'
import { countOf } from '../bulk/count-sentence.ts'
import { inPages, runBulk } from '../bulk/run-bulk.ts'
import type { AdminArgs, TaskStarted } from '../commands.ts'
import { diffView } from '../diff/diff-view.ts'
import type { Stopwatch } from '../slices.ts'
import type { TaskBoard, TaskOutcome } from '../tasks/task-board.ts'
import { planRollback } from './rollback-plan.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'

type HistoryHandlers = Pick<AdminHandlers, Extract<keyof AdminHandlers, `history.${string}`>>

export interface HistoryParts {
  readonly storage: DocumentReads
  readonly state: SrvraStateManager
  readonly tasks: TaskBoard
  readonly stopwatch: Stopwatch
}

export function historyCommands(parts: HistoryParts): HistoryHandlers {
  const { storage, state, stopwatch } = parts
  return {
    'history.recent': (page) => recentChanges(storage, page.limit, page.before),
    'history.list': ({ key, ...page }) => storage.history(key, page),
    'history.diff': ({ key, from, to }) => diffView(valueOf(storage, key, from), valueOf(storage, key, to)),
    'history.preview-rollback': async ({ limit, ...target }, { policy }) => {
      const { seq } = storage.head()
      const steps = await planRollback(storage, state, target, { stopwatch, ...(policy === undefined ? {} : { policy }) })
      return { count: steps.length, seq, lines: inKeyOrder(steps).slice(0, limit) }
    },
    'history.rollback': (plan, caller) => startRollback(parts, plan, caller),
  }
}

/** The newest changes of the log, newest first. */
export function recentChanges(storage: DocumentReads, limit: number, before?: number): readonly HistoryEntry[] {
  const last = Math.min(storage.head().seq, (before ?? Number.POSITIVE_INFINITY) - 1)
  const after = Math.max(storage.horizon().seq, last - limit)
  return last <= after ? [] : storage.log({ after, limit: last - after }).toReversed()
}

function valueOf(storage: DocumentReads, key: string, version: number): JsonValue | undefined {
  if (version === 0) return undefined
  const document = storage.readVersion(key, version)
  if (document !== undefined) return document.value
  throw new SrvraError('E_VERSION_UNKNOWN', `'${key}' has no version ${version}.`, { key, version })
}

function startRollback(parts: HistoryParts, plan: AdminArgs<'history.rollback'>, caller: Caller): TaskStarted {
  const { storage, state, tasks, stopwatch } = parts
  const what = 'key' in plan ? `${plan.key} to version ${plan.version}` : plan.pattern
  const taskId = tasks.start('rollback', `Roll back ${what}`, async (control): Promise<TaskOutcome> => {
    const steps = await planRollback(storage, state, plan, {
      stopwatch,
      ...(caller.policy === undefined ? {} : { policy: caller.policy }),
      signal: control.signal,
      onProgress: ({ done, total }) => control.progress(done, total),
    })
    requireExpected(steps.length, plan.expectedCount)
    const options = { ...authorOf(caller), ...(plan.reason === undefined ? {} : { reason: plan.reason }) }
    const pages = inPages(steps.map(rollbackOperation))
    const report = await runBulk({ state, options, pages, total: steps.length, control })
    const outcome = `${countOf(report.created + report.changed, 'document')} rolled back.`
    return { outcome, ...(report.range === undefined ? {} : { undo: report.range }) }
  })
  return { taskId }
}

function requireExpected(actual: number, expected: number): void {
  if (actual === expected) return
  throw new SrvraError(
    'E_STALE_PREVIEW',
    `${countOf(actual, 'document')} would be rolled back now, not ${expected.toLocaleString('en-US')}: the store has changed since the preview. Nothing was changed; look again.`,
    { expected, actual },
  )
}

function inKeyOrder(steps: readonly RollbackStep[]): readonly RollbackStep[] {
  return steps.toSorted((a, b) => compareCodePoints(a.key, b.key))
}
