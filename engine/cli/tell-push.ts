import { countOf } from '../admin/bulk/count-sentence.ts'
import { SrvraError } from '../core/errors.ts'
import type { Output } from './output.ts'
import type { PushResult } from './push-write.ts'

/** Says what became of a push. Throws E_CONFLICT, and the code of a refusal. // C-17 */
export function tellPush(out: Output, { written, waiting, deadLetters }: PushResult): void {
  if (!written) {
    out.line(`${countOf(waiting, 'operation')} waiting, ${countOf(deadLetters, 'dead letter')}.`)
    out.answer({ outcome: waiting === 0 ? 'sent' : 'waiting', waiting, deadLetters })
    return
  }
  const { update, outcome } = written
  const { key, changed } = update
  if (outcome.outcome === 'rejected') throw new SrvraError(outcome.code, outcome.message, { key, outcome: 'rejected' })
  if (outcome.outcome === 'conflict') {
    const { conflict, reason } = outcome
    const message = `Others had changed '${key}' meanwhile (${reason}): the hub keeps your write as the conflict ${conflict}, for a person to decide.`
    throw new SrvraError('E_CONFLICT', message, { key, outcome: 'conflict', conflict, reason })
  }
  const merged = outcome.outcome === 'merged' ? ', merged with what others had changed' : ''
  out.line(
    outcome.outcome === 'unchanged'
      ? `${key} is unchanged${outcome.version === 0 ? '' : ` at version ${outcome.version}`}: the hub has it like that.`
      : `${key} is ${update.deleted ? 'deleted, by' : 'at'} version ${outcome.version} (change ${outcome.seq})${merged}.`,
  )
  out.answer({ key, changed, ...outcome, waiting, deadLetters })
}
