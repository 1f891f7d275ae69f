import { SrvraError } from '../core/errors.ts'
import { checkLimits, equalJson } from '../core/json/index.ts'
import type { JsonObject } from '../core/json/index.ts'
import type { RecordWrite } from '../ports/storage.ts'
import type { Proposal } from '../state/proposal.ts'
import type { SrvraStateManager } from '../state/srvra-state-manager.ts'
import { writeDecision } from './conflict-record.ts'
import type { RecordedConflict } from './conflict-record.ts'
import type { LocalSide } from './conflict-view.ts'
import type { ConflictResolution, ConflictState, FieldChoice } from './conflict.ts'
import type { Judgement, Side } from './judge.ts'

/** How a conflict is settled when nobody says otherwise. */
export const MANUAL = 'manual'

/** How somebody settles a conflict. */
export interface ResolveOptions {
  readonly by: string
  readonly choices: readonly FieldChoice[]
  /** The version of the document that was looked at; absent: whatever it is. */
  readonly localVersion?: number
  /** Default 'manual'. */
  readonly strategy?: string
  readonly reason?: string
}

/** A conflict judged against what its document is now. */
export interface Opened {
  readonly conflict: RecordedConflict
  readonly local: LocalSide
  readonly judged: Judgement
}

/** One conflict of a commit. */
export interface Part {
  readonly id: string
  readonly opened: Opened
  readonly chosen: Side
  readonly options: ResolveOptions
}

/** `changed` is its place among the changes of the commit; -1: the document stays as it is. */
function resolutionOf({ opened, chosen, options }: Part, at: number, head: number, changed: number): ConflictResolution {
  const { by, strategy = MANUAL, reason, choices } = options
  return {
    by,
    at,
    strategy,
    choices,
    ...(reason === undefined ? {} : { reason }),
    ...(changed < 0 ? {} : { version: opened.local.version + 1, seq: head + changed + 1 }),
    ...(chosen.value === undefined ? {} : { value: chosen.value }),
  }
}

/** What a commit of some settlements changes and records, and how each of them ended. */
export interface Settlement {
  readonly proposals: readonly Proposal[]
  readonly records: readonly RecordWrite[]
  readonly resolutions: readonly ConflictResolution[]
}

/** Works out one commit for all parts; `head` is the position that it follows. */
export function settlementOf(parts: readonly Part[], at: number, head: number): Settlement {
  const changing = parts.filter(({ opened, chosen }) => !sameSide(opened.local, chosen))
  const resolutions = parts.map((part) => resolutionOf(part, at, head, changing.indexOf(part)))
  const records = parts.flatMap((part, index) => {
    const resolution = resolutions[index] as ConflictResolution
    return writeDecision(part.id, { ...asDecided(part), status: stateOf(part), resolution })
  })
  return { proposals: changing.map((part) => proposalOf(part, changing.length > 1)), records, resolutions }
}

function proposalOf({ id, opened, chosen, options }: Part, grouped: boolean): Proposal {
  return {
    key: opened.conflict.key,
    value: chosen.value,
    metadata: chosen.metadata,
    kind: chosen.value === undefined ? 'delete' : 'merge',
    actor: options.by,
    priority: opened.conflict.operation.priority,
    cause: id,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    ...(grouped ? { group: 1 } : {}),
  }
}

/**
 * A conflict with the document that it was decided against, which may have gone on since it arose; and with the fields that
 * somebody looked at, or where nobody did, those for which it waited.
 */
function asDecided({ opened: { conflict, local, judged }, options }: Part): RecordedConflict {
  const { hlc: _hlc, value, ...ours } = local
  return {
    ...conflict,
    ours: value === undefined ? ours : { ...ours, value },
    ...(options.choices.length === 0 ? {} : { fields: judged.fields, confidence: judged.confidence }),
  }
}

/** Where what was asked for is there already, nobody had to decide anything. */
function stateOf({ opened, chosen, options }: Part): ConflictState {
  return options.choices.length === 0 && sameSide(opened.local, chosen) ? 'superseded' : 'resolved'
}

function sameSide(left: Side, right: Side): boolean {
  if (left.value === undefined || right.value === undefined) return left.value === right.value
  // Metadata is plain JSON; the interface only lacks the index signature that says so.
  return equalJson(left.value, right.value) && equalJson(left.metadata as JsonObject, right.metadata as JsonObject)
}

/** What stands in the end is held to what every document is held to. Throws E_VALIDATION and what limits throw. */
export function assertFits(state: SrvraStateManager, { key, value }: Pick<Proposal, 'key' | 'value'>): void {
  if (value === undefined) return
  checkLimits(value, state.limits)
  state.assertValid(key, value)
}

/** Whether a value would be taken; where it would not, a conflict goes on waiting for a person. */
export function mayStand(state: SrvraStateManager, proposal: Pick<Proposal, 'key' | 'value'>): boolean {
  try {
    assertFits(state, proposal)
    return true
  } catch (error) {
    if (error instanceof SrvraError) return false
    throw error
  }
}
