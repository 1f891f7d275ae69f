import type { RestoreEvent, RestorePoint, RestoreWindow } from '../../shared/contract.ts'
import { formatCount } from '../format/number.ts'
import { formatInstant } from '../format/time.ts'
import { fromTimeField } from '../time-travel/time-field.ts'

/** `Between 2026-11-16 12:00:00 and 2026-11-23 11:59:58: operations 1,200 to 12,480.` */
export function windowSentence({ fromAt, toAt, fromSeq, toSeq }: RestoreWindow, utc: boolean): string {
  const span = `Between ${formatInstant(fromAt, utc)} and ${formatInstant(toAt, utc)}`
  return `${span}: operations ${formatCount(fromSeq)} to ${formatCount(toSeq)}.`
}

/** A point, or why there is none. */
export type TypedPoint =
  | { readonly point: RestorePoint; readonly problem?: never }
  | { readonly point?: never; readonly problem: string }

/** What a date-and-time field says; the second's end, as time travel has it. // V-272 */
export function typedInstant(text: string, window: RestoreWindow, utc: boolean): TypedPoint {
  const at = fromTimeField(text, utc)
  if (at === undefined) return { problem: 'Type a date and a time.' }
  // The field has whole seconds: the second that the window begins or ends in belongs to it.
  if (at < window.fromAt || at - 999 > window.toAt) return { problem: windowSentence(window, utc) }
  return { point: { at: Math.min(at, window.toAt) } }
}

/** What a field for the number of an operation says; separators of thousands are read over. */
export function typedOperation(text: string, window: RestoreWindow, utc: boolean): TypedPoint {
  const digits = text.replaceAll(/[\s,]/gu, '')
  if (!/^\d{1,15}$/u.test(digits)) return { problem: 'Type the number of an operation.' }
  const seq = Number(digits)
  return seq < window.fromSeq || seq > window.toSeq ? { problem: windowSentence(window, utc) } : { point: { seq } }
}

/** Just before an act of the log, which is what somebody wants who regrets it. // V-272 */
export function pointBefore({ seq }: RestoreEvent): RestorePoint {
  return { seq: seq - 1 }
}

export function isWithin(point: RestorePoint, { fromSeq, toSeq, fromAt, toAt }: RestoreWindow): boolean {
  return 'seq' in point ? point.seq >= fromSeq && point.seq <= toSeq : point.at >= fromAt && point.at <= toAt
}

export function pointWords(point: RestorePoint, utc: boolean): string {
  return 'seq' in point ? `after operation ${formatCount(point.seq)}` : `at ${formatInstant(point.at, utc)}`
}

/** A place of the log: an operation, and when it was. */
interface Anchor {
  readonly seq: number
  readonly at: number
}

/** About when an operation was, between the acts around it: good enough to show where it lies, never to restore by. */
export function instantNear(seq: number, { fromSeq, fromAt, toSeq, toAt }: RestoreWindow, acts: readonly Anchor[]): number {
  const anchors = [{ seq: fromSeq, at: fromAt }, ...acts, { seq: toSeq, at: toAt }]
  const after = anchors.find((anchor) => anchor.seq >= seq) ?? { seq: toSeq, at: toAt }
  const before = anchors.findLast((anchor) => anchor.seq <= seq) ?? { seq: fromSeq, at: fromAt }
  if (after.seq <= before.seq) return after.at
  return Math.round(before.at + ((after.at - before.at) * (seq - before.seq)) / (after.seq - before.seq))
}
