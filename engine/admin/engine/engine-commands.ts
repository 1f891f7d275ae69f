import type { DocumentPolicy } from '../../core/policy/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Progress } from '../../ports/storage.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { countOf } from '../bulk/count-sentence.ts'
import type { EngineOverview } from '../commands.ts'
import { recentChanges } from '../history/history-commands.ts'
import { runInSlices, type SlicedRun, type Stopwatch } from '../slices.ts'
import type { TaskBoard, TaskControl, TaskOutcome } from '../tasks/task-board.ts'
import { keyTimeline, logTimeline } from './timeline.ts'
import { createWriteRate } from './writes-per-minute.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'

type EngineHandlers = Pick<AdminHandlers, 'engine.overview' | 'engine.timeline' | 'engine.verify' | 'engine.compact'>

/** The newest changes that an overview shows. */
const RECENT = 20

export interface EngineParts {
  readonly storage: DocumentReads
  readonly state: SrvraStateManager
  readonly tasks: TaskBoard
  readonly clock: Clock
  readonly stopwatch: Stopwatch
  /** Where the store lies; absent in memory. */
  readonly file: string | undefined
}

export function engineCommands(parts: EngineParts): EngineHandlers {
  const { storage, state, tasks, clock } = parts
  const openedAt = clock.now()
  const writesPerMinute = createWriteRate(storage, clock)
  let lastVerify: EngineOverview['lastVerify']

  const verify = async (control: TaskControl): Promise<TaskOutcome> => {
    const report = await runInSlices(storage.verify(), sliced(parts.stopwatch, control))
    lastVerify = { at: clock.now(), problems: report.problems.length, changes: report.changes }
    const scope = `${countOf(report.changes, 'change')} and ${countOf(report.documents, 'document')}`
    if (report.problems.length === 0) return { outcome: `${scope} verified: the chain and every hash hold.` }
    return { outcome: `${countOf(report.problems.length, 'fault')} found in ${scope}.`, problems: report.problems }
  }

  return {
    'engine.overview': (_query, { policy }) => ({
      ...overview(parts, policy),
      openedAt,
      writesPerMinute: writesPerMinute(),
      recent: recentChanges(storage, RECENT),
      ...(lastVerify === undefined ? {} : { lastVerify }),
    }),
    'engine.timeline': ({ key, ...query }) => (key === undefined ? logTimeline(storage, query) : keyTimeline(storage, key, query)),
    'engine.verify': () => ({ taskId: tasks.start('verify', 'Verify the store', verify) }),
    'engine.compact': (plan) => ({
      taskId: tasks.start('compact', 'Compact history', async (control) => {
        const report = await runInSlices(
          storage.compact({ ...plan, keepVersionsOf: promisedVersions(state) }),
          sliced(parts.stopwatch, control),
        )
        const gone = `${countOf(report.removedChanges, 'change')} and ${countOf(report.trimmedVersions, 'version')}`
        return { outcome: `${gone} let go, ${countOf(report.freedBytes, 'byte')} freed.` }
      }),
    }),
  }
}

function overview(
  { storage, state, file }: EngineParts,
  policy: DocumentPolicy | undefined,
): Omit<EngineOverview, 'openedAt' | 'writesPerMinute' | 'recent'> {
  const statistics = state.getStatistics()
  const { documents, deletedDocuments, changes, bytes, historyBytes, head, horizon, subscribers } = statistics
  const hottest = statistics.hottestKeys
    .filter(({ key }) => policy?.mayRead(key) ?? true)
    .map(({ key, writes }) => ({ key, writes }))
  const figures = { documents, deletedDocuments, changes, bytes, historyBytes, head, horizon, subscribers, hottest }
  return { storeId: storage.storeId, ...(file === undefined ? {} : { file }), ...figures }
}

/** A key whose writer asked for a history of its own keeps that, whatever the operator wants for all others. */
function promisedVersions(state: SrvraStateManager): (key: string) => number | undefined {
  return (key) => state.settingsOf(key).historySize
}

function sliced(stopwatch: Stopwatch, control: TaskControl): SlicedRun<Progress> {
  return { stopwatch, signal: control.signal, onProgress: ({ done, total }) => control.progress(done, total) }
}
