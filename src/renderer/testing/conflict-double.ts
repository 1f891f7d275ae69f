import type { ConflictField, ConflictSummary, ConflictView, JsonValue } from '../../shared/contract.ts'

type FieldFacts = Pick<ConflictField, 'path'> & Partial<ConflictField>

/** A path that both changed, unless it is said otherwise. */
export function field({ path, ...facts }: FieldFacts): ConflictField {
  return { path, outcome: 'proposal', reason: 'SAME_FIELD', confidence: 0.5, factors: [], ...facts }
}

/** A price that both changed: local 12→14, remote 12→13, which is suggested. */
export const price = field({ path: '/price', base: 12, ours: 14, theirs: 13, result: 13 })

export function summary(id: string, facts: Partial<ConflictSummary> = {}): ConflictSummary {
  return {
    id,
    key: `pricing/${id}`,
    state: 'open',
    reason: 'SAME_FIELD',
    path: '/price',
    fields: 1,
    priority: 'normal',
    confidence: 0.5,
    actor: 'svc-pricing',
    replica: 'node-7',
    detectedAt: 1000,
    dueAt: 9000,
    ...facts,
  }
}

/** A conflict of these fields between version 42 here and an edit that began at version 41. */
export function conflict(id: string, changes: readonly ConflictField[] = [price], facts: Partial<ConflictView> = {}): ConflictView {
  const side = (value: JsonValue): { value: JsonValue; metadata: object } => ({ value, metadata: {} })
  return {
    ...summary(id),
    base: { ...side({ price: 12 }), version: 41 },
    local: { ...side({ price: 14 }), version: 42, actor: 'operator-1', replica: 'node-3', at: 2000 },
    remote: { ...side({ price: 13 }), actor: 'svc-pricing', replica: 'node-7', at: 1000 },
    changes,
    detectedVersion: 42,
    ruleSet: 0,
    opId: `op-${id}`,
    ...facts,
  }
}
