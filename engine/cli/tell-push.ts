import { countOf } from '../admin/bulk/count-sentence.ts'
import { SrvraError } from '../core/errors.ts'
import { EXIT } from './exit-codes.ts'
import type { Output } from './output.ts'
import type { PushResult, SentEarlier } from './push-write.ts'

/** Says what became of a push. Throws E_CONFLICT, and the code of a refusal. // C-17 */
export function tellPush(out: Output, { written, earlier, ...counts }: PushResult): void {
  if (earlier && refusedOf(earlier) > 0) process.exitCode = EXIT.refused
  if (written) return tellWritten(out, written, earlier, counts)
  const { waiting, deadLetters } = counts
  if (earlier) out.line(earlierText(earlier))
  out.line(`${countOf(waiting, 'operation')} waiting, ${countOf(deadLetters, 'dead letter')}.`)
  out.answer({ outcome: waiting === 0 ? 'sent' : 'waiting', ...counts, ...(earlier ? { earlier: earlierView(earlier) } : {}) })
}

type Counts = Pick<PushResult, 'waiting' | 'deadLetters'>

function tellWritten(
  out: Output,
  { update, outcome }: NonNullable<PushResult['written']>,
  earlier: SentEarlier | undefined,
  counts: Counts,
): void {
  const { key, changed } = update
  if (outcome.outcome === 'rejected') throw new SrvraError(outcome.code, outcome.message, { key, outcome: 'rejected' })
  if (outcome.outcome === 'conflict') {
    const { conflict, reason } = outcome
    const message = `Others had changed '${key}' meanwhile (${reason}): the hub keeps your write as the conflict ${conflict}, for a person to decide.`
    throw new SrvraError('E_CONFLICT', message, { key, outcome: 'conflict', conflict, reason })
  }
  const merged = outcome.outcome === 'merged' ? ', merged with what others had changed' : ''
  if (earlier && earlier.sent > 0) out.line(earlierText(earlier))
  out.line(
    outcome.outcome === 'unchanged'
      ? `${key} is unchanged${outcome.version === 0 ? '' : ` at version ${outcome.version}`}: the hub has it like that.`
      : `${key} is ${update.deleted ? 'deleted, by' : 'at'} version ${outcome.version} (change ${outcome.seq})${merged}.`,
  )
  out.answer({ key, changed, ...outcome, ...counts, ...(earlier && earlier.sent > 0 ? { earlier: earlierView(earlier) } : {}) })
}

function earlierText({ sent, conflicts, rejected }: SentEarlier): string {
  const trouble =
    conflicts + rejected === 0
      ? ''
      : `: ${countOf(conflicts, 'conflict')} kept at the hub, ${rejected} rejected and kept as dead letters here`
  return `${countOf(sent, 'operation')} that had waited ${sent === 1 ? 'was' : 'were'} sent${trouble}.`
}

function earlierView({ sent, conflicts, rejected }: SentEarlier): SentEarlier {
  return { sent, conflicts, rejected }
}

function refusedOf({ conflicts, rejected }: SentEarlier): number {
  return conflicts + rejected
}
