import { equalJson } from '../../core/json/index.ts'
import type { JsonValue } from '../../core/json/index.ts'
import type { DocumentMetadata } from '../../core/log/change.ts'
import type { Operation } from '../../core/protocol/frames.ts'
import { EMPTY_METADATA, equalMetadata, patchMetadata } from '../../state/metadata.ts'
import type { DecisionContext } from './decision-context.ts'
import type { Decision, KeptConflict, Standing } from './decision.ts'
import { operationValue } from './operation-value.ts'

/** What an operation asks for. */
export interface Wanted {
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
}

/** What an operation asks for, given what its author began from. Throws as `operationValue` does. */
export function wantedBy(operation: Operation, base: Standing | undefined, { hash, limits }: DecisionContext): Wanted {
  const { metadata } = operation
  return {
    value: operationValue(operation, base, hash, limits),
    metadata: metadata === undefined ? EMPTY_METADATA : patchMetadata(EMPTY_METADATA, metadata),
  }
}

/** What is asked for is there already. */
export function unchanged({ opId }: Operation, { version, seq }: Standing): Decision {
  return { outcome: 'answered', answer: { opId, status: 'committed', version, seq } }
}

/** A side of a conflict, as it is kept. */
export function keptSide({ value, metadata }: Wanted): KeptConflict['theirs'] {
  return value === undefined ? { metadata } : { value, metadata }
}

/** Whether two states are the same document. */
export function sameState(standing: Wanted, wanted: Wanted): boolean {
  if (standing.value === undefined || wanted.value === undefined) return standing.value === wanted.value
  return equalJson(standing.value, wanted.value) && equalMetadata(standing.metadata, wanted.metadata)
}
