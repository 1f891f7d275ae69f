import { checkClockSkew, parseHybridTime } from '../../core/clock/index.ts'
import { diff, parseDelta } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { admitKey, checkLimits, contentHash } from '../../core/json/index.ts'
import type { Hash, JsonValue } from '../../core/json/index.ts'
import type { Operation } from '../../core/protocol/frames.ts'
import { EMPTY_METADATA, patchMetadata } from '../../state/metadata.ts'
import { decideReturning } from './decide-returning.ts'
import type { DecisionContext } from './decision-context.ts'
import { NOTHING, rejected } from './decision.ts'
import type { Decision, Standing } from './decision.ts'
import { operationSeen } from './operation-value.ts'
import { keptSide, sameState, unchanged, wantedBy } from './wanted.ts'
import type { Wanted } from './wanted.ts'

/** What takes a value to itself. */
const SAME = parseDelta({})

/** Works out what becomes of one operation (P-33 to P-38). Changes nothing. */
export function decideOperation(operation: Operation, context: DecisionContext): Decision {
  try {
    admitKey(operation.key)
    if (operation.restored?.was === 'acknowledged') return decideReturning(operation, operation.restored.since, context)
    checkClockSkew(parseHybridTime(operation.hlc), context.now)
    const standing = context.standing(operation.key) ?? NOTHING
    const base = standing.version === operation.base ? standing : baseOf(operation, context)
    const wanted = wantedBy(operation, base, context)
    const seen = operationSeen(operation, base, wanted.value, context.limits)
    const direct = seen !== undefined && (seen === standing || sameState(standing, seen))
    // Two who counted to the same number may both have counted: where rules know better, they are asked.
    if (sameState(standing, wanted) && (direct || !context.resolver.hasRules(operation.key))) return unchanged(operation, standing)
    if (direct) return commitAsAsked(operation, standing, wanted, context)
    return decideMerge(operation, seen, standing, wanted, context)
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    return rejected(operation, error.code, error.message, error.details)
  }
}

/** What the author began from; undefined where the hub does not know that version, or not any more. */
function baseOf({ key, base }: Operation, { readVersion }: DecisionContext): Standing | undefined {
  if (base === 0) return NOTHING
  try {
    return readVersion(key, base)
  } catch (error) {
    if (error instanceof SrvraError && error.code === 'E_COMPACTED') return undefined
    throw error
  }
}

function commitAsAsked(operation: Operation, standing: Standing, wanted: Wanted, context: DecisionContext): Decision {
  if (wanted.value !== undefined && wanted.value !== standing.value) assertValid(operation.key, wanted.value, context)
  return { outcome: 'commit', ...wanted, kind: wanted.value === undefined && operation.kind === 'set' ? 'delete' : operation.kind }
}

/** P-36, P-37: what both sides can keep is merged; what they can not waits for a person, whole. */
function decideMerge(
  operation: Operation,
  base: Wanted | undefined,
  ours: Standing,
  theirs: Wanted,
  context: DecisionContext,
): Decision {
  const { resolver, stages } = context
  const clocks = { oursHlc: context.hlcOf(ours), theirsHlc: operation.hlc }
  const judged = stages.time('merge', () => resolver.judge({ key: operation.key, base, ours, theirs, ...clocks }))
  const { fields, confidence, failure } = judged
  const keep = (reason: string): Decision => ({
    outcome: 'conflict',
    kept: {
      // What his author saw is of a life that ended: that is why, whatever else does not fit.
      reason: operation.restored ? 'RESTORED' : reason,
      ...(failure === undefined ? {} : { failure }),
      ...(base ? { base: keptSide(base) } : {}),
      ours,
      theirs: keptSide(theirs),
      fields,
      confidence,
      ruleSet: resolver.rules.version,
    },
  })
  if (judged.reason !== undefined) return keep(judged.reason)
  const merged = { value: judged.value, metadata: patchMetadata(EMPTY_METADATA, judged.metadata) }
  if (sameState(ours, merged)) return mergedAlready(operation, ours, theirs, context)
  try {
    // Two documents that are allowed may come to one that is not.
    if (merged.value !== undefined) {
      checkLimits(merged.value, context.limits)
      assertValid(operation.key, merged.value, context)
    }
  } catch (error) {
    if (error instanceof SrvraError) return keep(error.code === 'E_VALIDATION' ? 'SCHEMA_INVALID' : 'INVARIANT')
    throw error
  }
  return { outcome: 'commit', ...merged, kind: 'merge', merged: { from: theirs.value } }
}

function assertValid(key: string, value: JsonValue, { assertValid: check, stages }: DecisionContext): void {
  stages.time('validate', () => check(key, value))
}

/** What the operation asks for is there already, among other things: nothing to commit. */
function mergedAlready({ opId }: Operation, ours: Standing, theirs: Wanted, { hash }: DecisionContext): Decision {
  const { version, seq } = ours
  return { outcome: 'answered', answer: { opId, status: 'merged', version, seq, ...mergedContent(theirs.value, ours, hash) } }
}

/** The content of a `merged` answer: how to get from the author's own value to what stands. */
export function mergedContent(from: JsonValue | undefined, { value, metadata }: Wanted, hash: Hash): MergedContent {
  const meta = metadata === EMPTY_METADATA || Object.keys(metadata).length === 0 ? {} : { metadata }
  if (value === undefined) return meta
  const content = from === undefined ? { value } : { delta: diff(from, value) ?? SAME }
  return { ...content, hash: contentHash(value, hash), ...meta }
}

type MergedContent = Pick<Operation, 'value' | 'delta' | 'hash' | 'metadata'>
