import type { JsonObject, JsonValue } from '../core/json/index.ts'
import { equalJson } from '../core/json/index.ts'
import type { DocumentMetadata } from '../core/log/change.ts'
import { merge } from '../core/merge/index.ts'
import type { MergedField, RuleLookup } from '../core/merge/index.ts'
import { placeValues } from './place-values.ts'

/** A document as one side has it. No value: it is not there. */
export interface Side {
  readonly value: JsonValue | undefined
  readonly metadata: DocumentMetadata
}

/** Two edits that met. */
export interface Dispute {
  readonly key: string
  /** What both began with; undefined when that is not known any more. */
  readonly base: Side | undefined
  /** What the hub has. */
  readonly ours: Side
  /** What the replica wants. */
  readonly theirs: Side
  readonly oursHlc: string
  readonly theirsHlc: string
}

/** What came of a dispute, and why. */
export interface Judgement extends Side {
  /** A person has to say. */
  readonly reason?: string
  /** Every path that a side changed. */
  readonly fields: readonly MergedField[]
  readonly confidence: number
}

/** Metadata stands beside the value: its paths begin so. */
export const METADATA_PATH = '@metadata'

/** Merges two edits field by field; what is below the threshold is for a person, and the value is only a proposal. */
export function judge(dispute: Dispute, threshold: number, rules?: RuleLookup): Judgement {
  const { base, ours, theirs, oursHlc, theirsHlc } = dispute
  if (base === undefined) return withoutBase(dispute)
  const clocks = { oursHlc, theirsHlc }
  const values = merge(base.value, ours.value, theirs.value, rules ? { ...clocks, rules } : clocks)
  const metadata = merge(asJson(base.metadata), asJson(ours.metadata), asJson(theirs.metadata), clocks)
  const fields = [...values.fields, ...metadata.fields.map((field) => ({ ...field, path: `${METADATA_PATH}${field.path}` }))]
  const confidence = Math.min(values.confidence, metadata.confidence)
  const judged = { value: values.value, metadata: metadata.value as DocumentMetadata, fields, confidence }
  if (confidence >= threshold) return judged
  const weakest = fields.find((field) => field.confidence === confidence)
  return { ...judged, reason: weakest?.reason ?? 'LOW_CONFIDENCE' }
}

/** Settles every path that both sides claim in favour of one of them. */
export function judgeFor(winner: 'ours' | 'theirs', dispute: Dispute, rules?: RuleLookup): Judgement {
  const { base } = dispute
  if (base === undefined) return { ...dispute[winner], fields: [], confidence: 1 }
  const judged = judge(dispute, 0, rules)
  const contested = judged.fields.filter(({ outcome }) => outcome === 'proposal')
  const placements = contested.map((field) => ({ path: field.path, value: field[winner] }))
  const ofValue = placements.filter(({ path }) => !path.startsWith(METADATA_PATH))
  const ofMetadata = placements
    .filter(({ path }) => path.startsWith(METADATA_PATH))
    .map(({ path, value }) => ({ path: path.slice(METADATA_PATH.length), value }))
  return {
    value: placeValues(judged.value, ofValue),
    metadata: placeValues(asJson(judged.metadata), ofMetadata) as DocumentMetadata,
    fields: judged.fields.map((field) => (field.outcome === 'proposal' ? wonBy(winner, field) : field)),
    confidence: 1,
  }
}

/**
 * Nothing of it is taken without a person: what theirs alone changed is a question, too. For edits that would merge by
 * themselves, and must not.
 */
export function asQuestions(judged: Judgement): Judgement {
  const fields = judged.fields.map((field): MergedField => {
    if (field.outcome === 'ours' || field.outcome === 'same' || field.outcome === 'proposal') return field
    return { ...field, outcome: 'proposal', confidence: 0 }
  })
  return { ...judged, fields, confidence: 0, reason: 'RESTORED' }
}

function wonBy(winner: 'ours' | 'theirs', { reason: _reason, result: _result, ...field }: MergedField): MergedField {
  const result = field[winner]
  return { ...field, outcome: winner, confidence: 1, ...(result === undefined ? {} : { result }) }
}

/** Nothing to compare with: unless both agree, a person has to say. */
function withoutBase({ ours, theirs, oursHlc, theirsHlc }: Dispute): Judgement {
  const later = theirsHlc > oursHlc ? theirs : ours
  const field: MergedField = {
    path: '',
    outcome: 'proposal',
    reason: 'NO_BASE',
    confidence: 0,
    ...(ours.value === undefined ? {} : { ours: ours.value }),
    ...(theirs.value === undefined ? {} : { theirs: theirs.value }),
    ...(later.value === undefined ? {} : { result: later.value }),
  }
  const same = ours.value !== undefined && theirs.value !== undefined && equalJson(ours.value, theirs.value)
  return { ...later, fields: same ? [] : [field], confidence: 0, reason: 'NO_BASE' }
}

/** Metadata is plain JSON; the interface only lacks the index signature that says so. */
function asJson(metadata: DocumentMetadata): JsonObject {
  return metadata as JsonObject
}
