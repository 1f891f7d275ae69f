import { asQuestions } from '../../conflict/judge.ts'
import { SrvraError } from '../../core/errors.ts'
import type { Operation } from '../../core/protocol/frames.ts'
import type { DecisionContext } from './decision-context.ts'
import { NOTHING } from './decision.ts'
import type { Decision, Standing } from './decision.ts'
import { keptSide, sameState, unchanged, wantedBy } from './wanted.ts'

/**
 * Decides about an edit that an earlier life of this hub had taken in, after `since`: somebody restored it away, so it comes
 * back when a person says so, and is kept for that (P-144). One that asks for what stands anyway is settled.
 */
export function decideReturning(operation: Operation, since: number, context: DecisionContext): Decision {
  const { key } = operation
  const standing = context.standing(key) ?? NOTHING
  const base = standingAt(key, since, context)
  const theirs = wantedBy(operation, undefined, context)
  if (sameState(standing, theirs)) return unchanged(operation, standing)
  const clocks = { oursHlc: context.hlcOf(standing), theirsHlc: operation.hlc }
  const { resolver } = context
  const judged = asQuestions(resolver.judge({ key, base, ours: standing, theirs, ...clocks }))
  return {
    outcome: 'conflict',
    kept: {
      reason: 'RESTORED',
      ...(base ? { base: keptSide(base), baseVersion: base.version } : {}),
      ours: standing,
      theirs: keptSide(theirs),
      fields: judged.fields,
      confidence: judged.confidence,
      ruleSet: resolver.rules.version,
    },
  }
}

/** The last state that both lives share; undefined where compaction has let it go. */
function standingAt(key: string, seq: number, { readAt }: DecisionContext): Standing | undefined {
  try {
    return readAt(key, seq) ?? NOTHING
  } catch (error) {
    if (error instanceof SrvraError && error.code === 'E_COMPACTED') return undefined
    throw error
  }
}
