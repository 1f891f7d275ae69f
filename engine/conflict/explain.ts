import type { MergedField } from '../core/merge/index.ts'
import type { ConfidenceFactor, ConflictField } from './conflict.ts'

const CLOSE_MS = 60_000
const RECENCY = 0.1

/** Says why a suggestion is as certain as it is. */
export function explainField(field: MergedField, apartMs: number | undefined): ConflictField {
  const factors: ConfidenceFactor[] = [
    { name: 'outcome', weight: field.confidence, text: OUTCOMES[field.outcome] ?? field.outcome },
  ]
  if (field.rule !== undefined) factors.push({ name: 'rule', weight: field.confidence, text: `The rule '${field.rule}' says so.` })
  if (field.outcome === 'proposal' && apartMs !== undefined)
    factors.push({
      name: 'recency',
      weight: apartMs < CLOSE_MS ? -RECENCY : RECENCY,
      text: apartMs < CLOSE_MS ? 'Both were written within a minute of each other.' : 'One side was written clearly later.',
    })
  return { ...field, factors }
}

const OUTCOMES: Readonly<Record<string, string>> = {
  ours: 'Only the local side changed it.',
  theirs: 'Only the remote side changed it.',
  same: 'Both sides changed it alike.',
  text: 'Both edited the text in places that do not touch.',
  list: 'Both changed the list, and both have what they wanted.',
  rule: 'A merge rule covers it.',
  proposal: 'Both changed it, and only one of them can stand.',
}
