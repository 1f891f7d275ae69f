import type { ChangeKind, Priority } from '../log/change.ts'
import { mergeContents } from './merge-contents.ts'
import type { Contents } from './merge-contents.ts'

/** What the hub is known to hold of a key. */
export interface Confirmed {
  /** The hub's version; 0 when it is not known to have the key. */
  readonly version: number
  readonly contents: Contents
  /** The hub's position that made it so; absent where nobody said. */
  readonly seq?: number
  /** The contents are of a life of the hub that ended: what it has now is not known yet, and any news is newer (P-142). */
  readonly rewound?: true
}

/** A local write that the hub has not answered. */
export interface PendingOperation {
  readonly opId: string
  readonly kind: ChangeKind
  /** The newest version of the hub that is whole in `value`. */
  readonly base: number
  /** What the author had before him: from here to `value` is what he did. */
  readonly over: Contents
  /** True when `over` is what the hub has at version `base`: a delta from it can be carried out there. */
  readonly direct: boolean
  readonly value: Contents
  readonly hlc: string
  readonly priority: Priority
  /** Milliseconds since 1970 on this machine: when it was (first) written. */
  readonly at: number
  readonly batch?: string
  readonly actor?: string
  readonly reason?: string
  readonly cause?: string
  /** Its author saw what the hub lost when it was restored (P-145). */
  readonly restored?: true
  /** It may have left: whatever is sent under its id is this. */
  readonly sealed: boolean
}

/** A key with pending operations, oldest first. What the application sees is `viewOf` it. */
export interface KeyState {
  readonly confirmed: Confirmed
  readonly operations: readonly PendingOperation[]
}

/** A write as it is taken in. */
export type LocalWrite = Omit<PendingOperation, 'base' | 'direct' | 'sealed' | 'restored'>

/** What the hub made of the first operation of a key. */
export type Verdict =
  | { readonly status: 'committed'; readonly version: number; readonly seq?: number }
  | { readonly status: 'merged'; readonly version: number; readonly seq?: number; readonly contents: Contents }
  | { readonly status: 'dropped' }

/** A document that nobody has. */
export const ABSENT: Contents = Object.freeze({ value: undefined, metadata: Object.freeze({}) })

/** Of an operation whose author saw no version of this life of the hub. */
const EARLIER = { base: 0, direct: false, restored: true } as const

const URGENCY: readonly Priority[] = ['critical', 'high', 'normal', 'low']

/** P-62: what the application sees: what is confirmed, with what each pending operation did replayed on top. */
export function viewOf(state: KeyState): Contents {
  return replay(state).view
}

/** Takes in a local write. It joins the newest operation when that can not have left and belongs to no other batch (P-63). */
export function addWrite(state: KeyState, write: LocalWrite): KeyState {
  const last = state.operations.at(-1)
  if (last && !last.sealed && last.batch === write.batch) {
    // What it touched in vain before it may touch no more: then it goes on from what the hub has, and not from before.
    return rebase({ ...state, operations: [...state.operations.slice(0, -1), squash(last, write)] })
  }
  const { confirmed, operations } = state
  if (confirmed.rewound) return { confirmed, operations: [...operations, { ...write, ...EARLIER, sealed: false }] }
  const { clean } = replay(state)
  const base = clean ? confirmed.version : (operations[0]?.base ?? confirmed.version)
  return { confirmed, operations: [...operations, { ...write, base, direct: operations.length === 0, sealed: false }] }
}

/** Takes in what the hub has now. Older news than what is known changes nothing (P-66). */
export function receive(state: KeyState, confirmed: Confirmed): KeyState {
  return confirmed.version <= state.confirmed.version ? state : rebase({ ...state, confirmed })
}

/** Takes in that the hub has the key no more, when nobody says as of which version. */
export function receiveAbsence(state: KeyState): KeyState {
  return rebase({ ...state, confirmed: { version: 0, contents: ABSENT } })
}

/**
 * Takes in that the hub was put back to before what is known of the key: the contents are shown until it says what it has,
 * and what is pending says what its author saw, because no version of the hub is that any more (P-142, P-145).
 */
export function rewind({ confirmed, operations }: KeyState): KeyState {
  return {
    confirmed: { version: 0, contents: confirmed.contents, rewound: true },
    operations: operations.map((operation) => ({ ...operation, ...EARLIER })),
  }
}

/** Takes in what became of an operation. An operation that is not there was answered before. */
export function settle(state: KeyState, opId: string, verdict: Verdict): KeyState {
  const operation = state.operations.find((candidate) => candidate.opId === opId)
  if (!operation) return state
  const operations = state.operations.filter((candidate) => candidate !== operation)
  const confirmed = confirmedBy(operation, verdict)
  const newer = confirmed && confirmed.version > state.confirmed.version ? confirmed : state.confirmed
  return rebase({ confirmed: newer, operations })
}

/** From here on the operation may have left: it stays as it is (P-64). */
export function seal(state: KeyState, opId: string): KeyState {
  const operations = state.operations.map((operation) => (operation.opId === opId ? { ...operation, sealed: true } : operation))
  return { ...state, operations }
}

function confirmedBy(operation: PendingOperation, verdict: Verdict): Confirmed | undefined {
  if (verdict.status === 'dropped') return undefined
  const { version, seq } = verdict
  const contents = verdict.status === 'merged' ? verdict.contents : operation.value
  return { version, contents, ...(seq === undefined ? {} : { seq }) }
}

/**
 * Puts operations that can not have left onto what is confirmed, where that does not touch what they did: their base is
 * then the newest version. Where it does, they stay what they are, and the hub will find the conflict.
 */
function rebase(state: KeyState): KeyState {
  return { ...state, operations: replay(state).operations }
}

/** What pending operations come to on top of what is confirmed; `clean` when none of them touches what another side did. */
function replay({ confirmed, operations }: KeyState): Replay {
  let view = confirmed.contents
  let clean = true
  const rebased: PendingOperation[] = []
  for (const [index, operation] of operations.entries()) {
    const merged = mergeContents(operation.over, view, operation.value)
    clean &&= merged !== undefined
    const stays = operation.sealed || !merged
    const ground = confirmed.rewound ? EARLIER : { base: confirmed.version, direct: index === 0 }
    rebased.push(stays ? operation : onto(operation, clean ? ground : groundOf(operation, index), { over: view, value: merged }))
    view = merged ?? operation.value
  }
  return { view, clean, operations: rebased }
}

type Ground = Pick<PendingOperation, 'base' | 'direct' | 'restored'>

function groundOf({ base, restored }: PendingOperation, index: number): Ground {
  return { base, direct: index === 0, ...(restored ? { restored } : {}) }
}

/** An operation on other ground: what it said of that is forgotten. */
function onto(operation: PendingOperation, ground: Ground, edit: Pick<PendingOperation, 'over' | 'value'>): PendingOperation {
  const { restored: _restored, ...rest } = operation
  return { ...rest, ...ground, ...edit }
}

interface Replay {
  readonly view: Contents
  readonly clean: boolean
  readonly operations: readonly PendingOperation[]
}

function squash(last: PendingOperation, write: LocalWrite): PendingOperation {
  const priority = URGENCY.find((lane) => lane === last.priority || lane === write.priority) ?? write.priority
  const { opId, at, base, over, direct, reason, restored } = last
  const kept = { ...(reason === undefined ? {} : { reason }), ...(restored ? { restored } : {}) }
  return { ...kept, ...write, opId, at, base, over, direct, priority, sealed: false }
}
