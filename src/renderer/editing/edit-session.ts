import type { DiffView, JsonValue } from '../../shared/contract.ts'

/** What an operator has typed, and the version that it began from (0: a document that does not exist yet). */
export interface Buffer {
  readonly text: string
  readonly baseVersion: number
}

/** What editing one document is about at a time. The inspector draws exactly this. */
export type EditSession =
  | { readonly phase: 'reading' }
  | { readonly phase: 'editing'; readonly buffer: Buffer }
  | { readonly phase: 'reviewing'; readonly buffer: Buffer; readonly value: JsonValue; readonly diff: DiffView }
  | { readonly phase: 'applying'; readonly buffer: Buffer; readonly value: JsonValue; readonly diff: DiffView }

export type EditEvent =
  | { readonly type: 'begin'; readonly buffer: Buffer }
  | { readonly type: 'typed'; readonly text: string }
  | { readonly type: 'reviewed'; readonly text: string; readonly value: JsonValue; readonly diff: DiffView }
  | { readonly type: 'rebased'; readonly buffer: Buffer }
  | { readonly type: 'back' | 'apply' | 'refused' | 'close' }

export const reading: EditSession = { phase: 'reading' }

/** The next session. An event that does not belong to the present phase changes nothing: a late answer is no surprise. */
export function stepEdit(session: EditSession, event: EditEvent): EditSession {
  switch (event.type) {
    case 'begin':
      return session.phase === 'reading' ? { phase: 'editing', buffer: event.buffer } : session
    case 'close':
      return reading
    case 'rebased':
      return session.phase === 'reading' ? session : { phase: 'editing', buffer: event.buffer }
    case 'typed':
      return session.phase === 'editing' ? { phase: 'editing', buffer: { ...session.buffer, text: event.text } } : session
    case 'reviewed':
      return stepToReview(session, event)
    default:
      return stepReview(session, event.type)
  }
}

function stepReview(session: EditSession, event: 'back' | 'apply' | 'refused'): EditSession {
  if (event === 'refused') return session.phase === 'applying' ? { ...session, phase: 'reviewing' } : session
  if (session.phase !== 'reviewing') return session
  return event === 'back' ? { phase: 'editing', buffer: session.buffer } : { ...session, phase: 'applying' }
}

// The comparison was asked for a text; if the operator typed on meanwhile, it is of another one.
function stepToReview(session: EditSession, event: Extract<EditEvent, { type: 'reviewed' }>): EditSession {
  if (session.phase !== 'editing' || session.buffer.text !== event.text) return session
  return { phase: 'reviewing', buffer: session.buffer, value: event.value, diff: event.diff }
}

export function bufferOf(session: EditSession): Buffer | undefined {
  return session.phase === 'reading' ? undefined : session.buffer
}

/** The version that a document has moved to under an edit; undefined while the edit still stands on it. */
export function movedTo(session: EditSession, version: number): number | undefined {
  const buffer = bufferOf(session)
  // An edit that is being written moves the document itself.
  return buffer && session.phase !== 'applying' && version > buffer.baseVersion ? version : undefined
}
