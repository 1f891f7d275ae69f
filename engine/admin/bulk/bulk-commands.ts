import { SrvraError } from '../../core/errors.ts'
import type { DocumentMetadata } from '../../core/log/change.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import type { SrvraStateManager } from '../../state/srvra-state-manager.ts'
import type { BatchOperation } from '../../state/write-options.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { authorOf } from '../calls/caller.ts'
import type { Caller } from '../calls/caller.ts'
import type { Selection, TaskStarted } from '../commands.ts'
import type { ResultSets } from '../results/result-sets.ts'
import { letOthersRun } from '../slices.ts'
import type { TaskBoard, TaskControl, TaskOutcome } from '../tasks/task-board.ts'
import { countOf } from './count-sentence.ts'
import { runBulk } from './run-bulk.ts'
import { selectedKeys } from './selected-keys.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'

type BulkHandlers = Pick<AdminHandlers, 'documents.delete-many' | 'documents.tag-many'>

export interface BulkParts {
  readonly storage: DocumentReads
  readonly state: SrvraStateManager
  readonly sets: ResultSets
  readonly tasks: TaskBoard
}

/** One act on many documents. */
interface BulkAct {
  readonly title: string
  readonly done: (changed: number) => string
  readonly selection: Selection & { readonly expectedCount: number; readonly reason?: string }
  /** What the act does to one live document. */
  readonly operation: (document: StoredDocument) => BatchOperation
}

export function bulkCommands(parts: BulkParts): BulkHandlers {
  return {
    'documents.delete-many': (selection, caller) =>
      start(parts, caller, {
        selection,
        title: `Delete ${countOf(selection.expectedCount, 'document')}`,
        done: (changed) => `${countOf(changed, 'document')} deleted.`,
        operation: ({ key, version }) => ({ key, delete: true, baseVersion: version }),
      }),
    'documents.tag-many': (selection, caller) =>
      start(parts, caller, {
        selection,
        title: `Tag ${countOf(selection.expectedCount, 'document')}`,
        done: (changed) => `${countOf(changed, 'document')} tagged anew.`,
        operation: ({ key, version, metadata }) => ({
          key,
          baseVersion: version,
          metadata: { tags: retagged(metadata, selection.add, selection.remove) },
        }),
      }),
  }
}

function start(parts: BulkParts, caller: Caller, act: BulkAct): TaskStarted {
  return { taskId: parts.tasks.start('bulk', act.title, (control) => perform(parts, caller, act, control)) }
}

async function perform(parts: BulkParts, caller: Caller, act: BulkAct, control: TaskControl): Promise<TaskOutcome> {
  const { expectedCount, reason } = act.selection
  const count = await countLive(parts, act.selection, control)
  if (count !== expectedCount) {
    throw new SrvraError(
      'E_STALE_PREVIEW',
      `${countOf(count, 'document')} would be changed now, not ${expectedCount.toLocaleString('en-US')}: others have come or gone since. Nothing was changed; look again.`,
      { expected: expectedCount, actual: count },
    )
  }
  const report = await runBulk({
    state: parts.state,
    options: { ...authorOf(caller), cause: `bulk:${control.id}`, ...(reason === undefined ? {} : { reason }) },
    pages: operationPages(parts, act),
    total: count,
    control,
  })
  return { outcome: act.done(report.created + report.changed), ...(report.range === undefined ? {} : { undo: report.range }) }
}

async function countLive(parts: BulkParts, selection: Selection, control: TaskControl): Promise<number> {
  let count = 0
  for (const documents of livePages(parts, selection)) {
    count += documents.length
    await letOthersRun()
    control.signal.throwIfAborted()
  }
  return count
}

function* operationPages(parts: BulkParts, act: BulkAct): Generator<BatchOperation[]> {
  for (const documents of livePages(parts, act.selection)) yield documents.map(act.operation)
}

function* livePages({ storage, sets }: BulkParts, selection: Selection): Generator<StoredDocument[]> {
  for (const keys of selectedKeys(selection, storage, sets)) {
    yield keys.flatMap((key) => {
      const document = storage.read(key)
      return document?.value === undefined ? [] : [document]
    })
  }
}

function retagged(metadata: DocumentMetadata, add: readonly string[], remove: readonly string[]): string[] {
  const tags = new Set(metadata.tags)
  for (const tag of remove) tags.delete(tag)
  for (const tag of add) tags.add(tag)
  return [...tags].toSorted()
}
