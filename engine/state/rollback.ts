import { SrvraError } from '../core/errors.ts'
import { equalJson } from '../core/json/index.ts'
import { compileKeyPattern } from '../core/query/index.ts'
import type { Progress, Storage, StoredDocument } from '../ports/storage.ts'
import { equalMetadata } from './metadata.ts'
import { seqOf } from './moments.ts'
import type { Instant, RollbackOperation } from './write-options.ts'

/** What a rollback would do to one key. */
export interface RollbackStep {
  readonly key: string
  readonly fromVersion: number
  /** 0: the key had never been then. */
  readonly toVersion: number
  readonly effect: 'change' | 'delete' | 'recreate'
}

/** A stretch of the log, both ends included. */
export interface LogRange {
  readonly fromSeq: number
  readonly toSeq: number
}

const PAGE = 1000

/**
 * What it takes to make all keys of a pattern what they were at an instant. Only keys that the log has changed since can
 * differ, so the cost is that of the time between, not of the store. Throws E_COMPACTED below the horizon.
 */
export function* planRollback(storage: Storage, pattern: string, instant: Instant): Generator<Progress, readonly RollbackStep[]> {
  const target = seqOf(storage, instant)
  const keys = new Set<string>()
  const { matches } = compileKeyPattern(pattern)
  const range = { fromSeq: target + 1, toSeq: storage.head().seq }
  const total = 2 * (range.toSeq - target)
  for (const entry of logEntries(storage, range)) {
    if (matches(entry.key)) keys.add(entry.key)
    if (entry.seq % PAGE === 0) yield { done: entry.seq - target, total }
  }
  const steps: RollbackStep[] = []
  let done = 0
  for (const key of keys) {
    const step = stepFor(key, storage.read(key), storage.readAt(key, target))
    if (step) steps.push(step)
    if (++done % PAGE === 0) yield { done: total / 2 + done, total }
  }
  return steps
}

/** The operation that carries a step out, refused when its key has moved since the plan was made. */
export function rollbackOperation(step: RollbackStep): RollbackOperation {
  return { key: step.key, rollbackTo: step.toVersion, baseVersion: step.fromVersion }
}

/**
 * What it takes to undo a stretch of the log: each key goes back to what it was before. Throws E_UNDO_MOVED when a key has
 * changed again since, because undoing would take that change along.
 */
export function* planUndo(storage: Storage, range: LogRange): Generator<Progress, readonly RollbackOperation[]> {
  checkRange(storage, range)
  const spans = new Map<string, { before: number; after: number }>()
  const total = range.toSeq - range.fromSeq + 1
  for (const { key, version, baseVersion, seq } of logEntries(storage, range)) {
    const span = spans.get(key)
    if (span) span.after = version
    else spans.set(key, { before: baseVersion, after: version })
    if (seq % PAGE === 0) yield { done: seq - range.fromSeq, total }
  }
  return [...spans].map(([key, { before, after }]) => {
    const current = storage.read(key)?.version ?? 0
    if (current !== after) {
      const message = `'${key}' has changed since (it is at version ${current}, not ${after}): nothing was undone; roll the keys back one by one instead.`
      throw new SrvraError('E_UNDO_MOVED', message, { key, version: current, expected: after })
    }
    return { key, rollbackTo: before, baseVersion: after, cause: `undo:${range.fromSeq}` }
  })
}

function stepFor(key: string, now: StoredDocument | undefined, then: StoredDocument | undefined): RollbackStep | undefined {
  const effect = effectOf(now, then)
  return effect && now && { key, fromVersion: now.version, toVersion: then?.version ?? 0, effect }
}

function effectOf(now: StoredDocument | undefined, then: StoredDocument | undefined): RollbackStep['effect'] | undefined {
  if (now?.value === undefined) return then?.value === undefined ? undefined : 'recreate'
  if (then?.value === undefined) return 'delete'
  return equalJson(now.value, then.value) && equalMetadata(now.metadata, then.metadata) ? undefined : 'change'
}

function* logEntries(
  storage: Storage,
  range: LogRange,
): Generator<{ key: string; version: number; baseVersion: number; seq: number }, void> {
  let after = range.fromSeq - 1
  while (after < range.toSeq) {
    const page = storage.log({ after, limit: Math.min(PAGE, range.toSeq - after) })
    if (page.length === 0) return
    yield* page
    after = page.at(-1)?.seq ?? range.toSeq
  }
}

function checkRange(storage: Storage, { fromSeq, toSeq }: LogRange): void {
  const head = storage.head().seq
  const horizon = storage.horizon().seq
  if (!Number.isSafeInteger(fromSeq) || !Number.isSafeInteger(toSeq) || fromSeq < 1 || fromSeq > toSeq || toSeq > head) {
    throw new SrvraError('E_RANGE', `A range of the log lies between 1 and ${head}, first before last.`, { fromSeq, toSeq, head })
  }
  if (fromSeq <= horizon) {
    throw new SrvraError('E_COMPACTED', `Changes up to ${horizon} have been compacted and can no longer be undone.`, {
      fromSeq,
      horizon,
    })
  }
}

/** Runs a plan to its end, for callers that can wait. */
export function finish<T>(plan: Generator<Progress, T>): T {
  for (;;) {
    const step = plan.next()
    if (step.done) return step.value
  }
}
