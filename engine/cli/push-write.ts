import { countOf } from '../admin/bulk/count-sentence.ts'
import { SrvraError } from '../core/errors.ts'
import type { JsonValue } from '../core/json/index.ts'
import type { SrvraDataSync } from '../srvra-data-sync.ts'
import type { StateUpdate, SyncOutcome } from '../state/state-update.ts'
import type { SyncRound } from '../sync/replica/sync-rounds.ts'
import type { WriteOptions } from '../state/write-options.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { waitedInVain } from './join-hub.ts'
import { outboxCounts } from './push-outbox.ts'
import type { OutboxCounts } from './push-outbox.ts'
import { within } from './within.ts'

/** What is to be written at a hub. */
export interface PushedWrite {
  readonly key: string
  /** Undefined: the document is to go. */
  readonly value: JsonValue | undefined
  readonly options: Pick<WriteOptions, 'priority' | 'reason'>
}

export interface PushOptions {
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Where what was not answered is kept; undefined: nowhere. */
  readonly dir: string | undefined
}

/** What became of operations that had waited in an outbox. */
export type SentEarlier = Pick<SyncRound, 'sent' | 'conflicts' | 'rejected'>

/** What a push came to; without a write only what waited was sent. */
export interface PushResult extends OutboxCounts {
  /** Absent when nothing was to be sent. */
  readonly earlier?: SentEarlier
  readonly written?: { readonly update: StateUpdate; readonly outcome: SyncOutcome | Standing }
}

/** The hub has the document like that, at this version: there was nothing to send. */
interface Standing {
  readonly outcome: 'unchanged'
  readonly version: number
}

/** Writes into the outbox, and no further. */
export async function keepInOutbox(engine: SrvraDataSync, write: PushedWrite): Promise<PushResult> {
  await carryOut(engine, write).durable
  return outboxCounts(engine)
}

/**
 * Fetches what the hub has of the document, writes on top of that, so that there is no conflict with it, and waits for the
 * answer. What waited in the outbox goes along. Without a hub the write still enters an outbox that has a folder. Throws
 * E_UNREACHABLE, E_NO_ANSWER, and what the hub says against the caller.
 */
export async function pushWrite(engine: SrvraDataSync, write: PushedWrite | undefined, options: PushOptions): Promise<PushResult> {
  const { timeoutMs, signal, dir } = options
  const wait = <Result>(work: Promise<Result>): Promise<Result> =>
    within(timeoutMs, signal, () => waitedInVain(engine, timeoutMs), work)
  let earlier: SentEarlier
  try {
    earlier = await wait(engine.sync({ immediate: true }))
  } catch (error) {
    if (dir === undefined || !isNetworkTrouble(error)) throw error
    if (write) await carryOut(engine, write).durable
    throw keptError(engine, error, dir)
  }
  if (!write) return { earlier, ...outboxCounts(engine) }
  const update = carryOut(engine, write)
  const version = engine.replica?.confirmedVersion(write.key) ?? 0
  const standing = !update.changed && outboxCounts(engine).waiting === 0
  if (standing) return { earlier, written: { update, outcome: { outcome: 'unchanged', version } }, ...outboxCounts(engine) }
  try {
    const outcome = await wait(update.synced)
    return { earlier, written: { update, outcome }, ...outboxCounts(engine) }
  } catch (error) {
    throw dir !== undefined && isNetworkTrouble(error) ? keptError(engine, error, dir) : error
  }
}

function carryOut({ stateManager }: SrvraDataSync, { key, value, options }: PushedWrite): StateUpdate {
  return value === undefined ? stateManager.deleteState(key, options) : stateManager.setState(key, value, options)
}

function isNetworkTrouble(error: unknown): error is SrvraError {
  return error instanceof SrvraError && exitCodeOf(error.code) === EXIT.network
}

/** What was not answered is not lost where there is a folder. */
function keptError(engine: SrvraDataSync, { code, message, details }: SrvraError, dir: string): SrvraError {
  const { waiting } = outboxCounts(engine)
  const kept = `${countOf(waiting, 'operation')} in ${dir} will be sent by the next srvra push --data ${dir}.`
  return new SrvraError(code, `${message} ${kept}`, { ...details, dir, waiting })
}
