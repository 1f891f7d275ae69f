import type { Change } from '../../core/log/change.ts'
import type { AuditNote } from './audit-entry.ts'

/** A commit of more changes than this has one note for each run of them that is alike. */
const ONE_EACH = 100

/** A note with the time of the changes that it is about. */
export interface TimedNote {
  readonly note: AuditNote
  readonly at: number
}

/** What the trail says of the changes of one commit: each of them is in exactly one note. // A-2 */
export function changeNotes(changes: readonly Change[]): readonly TimedNote[] {
  if (changes.length <= ONE_EACH) return changes.map((change) => ({ note: noteOf(change), at: change.at }))
  const notes: TimedNote[] = []
  for (let from = 0; from < changes.length;) {
    const first = changes[from] as Change
    let to = from
    while (to + 1 < changes.length && alike(first, changes[to + 1] as Change)) to++
    notes.push(noteOfRun(first, changes[to] as Change))
    from = to + 1
  }
  return notes
}

/** One note for all changes between two, which are alike. */
export function noteOfRun(first: Change, last: Change): TimedNote {
  if (first.seq === last.seq) return { note: noteOf(first), at: first.at }
  const { actor, origin, kind } = first
  const changes = { seq: first.seq, through: last.seq }
  const why = reasonsOf(first)
  return { note: { actor, origin, action: `document.${kind}`, outcome: 'done', changes, ...why }, at: last.at }
}

function noteOf(change: Change): AuditNote {
  const { actor, origin, kind, key, seq, version } = change
  return {
    actor,
    origin,
    action: `document.${kind}`,
    target: key,
    outcome: 'done',
    changes: { seq, version },
    ...reasonsOf(change),
  }
}

function reasonsOf({ reason, cause }: Change): Pick<AuditNote, 'details'> {
  if (reason === undefined && cause === undefined) return {}
  return { details: { ...(reason === undefined ? {} : { reason }), ...(cause === undefined ? {} : { cause }) } }
}

function alike(a: Change, b: Change): boolean {
  return a.actor === b.actor && a.origin === b.origin && a.kind === b.kind && a.cause === b.cause
}
