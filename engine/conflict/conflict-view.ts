import type { DocumentMetadata } from '../core/log/change.ts'
import type { Storage, StoredDocument } from '../ports/storage.ts'
import type { RecordedConflict, RecordedSide } from './conflict-record.ts'
import { isOpen, summaryOf } from './conflict-summary.ts'
import type { ConflictSide, ConflictView } from './conflict.ts'
import { explainField } from './explain.ts'
import type { Dispute, Judgement, Side } from './judge.ts'

const NO_METADATA: DocumentMetadata = Object.freeze({})

/** The document of a conflict as it stands, with who made it so. */
export interface LocalSide extends Side {
  readonly version: number
  readonly hlc: string
  readonly actor?: string
  readonly replica?: string
  readonly at?: number
}

/** What a conflict's document is now. */
export function localSide(storage: Storage, key: string): LocalSide {
  const document: StoredDocument | undefined = storage.read(key)
  if (!document) return { version: 0, hlc: '', value: undefined, metadata: NO_METADATA }
  const { version, value, metadata, seq } = document
  const change = seq > storage.horizon().seq ? storage.log({ after: seq - 1, limit: 1 })[0] : undefined
  if (!change) return { version, hlc: '', value, metadata }
  return { version, value, metadata, hlc: change.hlc, actor: change.actor, replica: change.origin, at: change.at }
}

/** What a conflict's document was when it was decided. */
export function recordedSide({ ours }: RecordedConflict): LocalSide {
  return { ...ours, value: ours.value, hlc: '' }
}

/** A conflict against one state of its document. */
export function disputeOf({ key, base, theirs, operation }: RecordedConflict, local: LocalSide): Dispute {
  return {
    key,
    base: base && sideOf(base),
    ours: local,
    theirs: sideOf(theirs),
    oursHlc: local.hlc,
    theirsHlc: operation.hlc,
  }
}

/** A conflict with what came of judging it, by which set of rules. */
export interface Judged {
  readonly id: string
  readonly conflict: RecordedConflict
  readonly local: LocalSide
  readonly judged: Judgement
  readonly ruleSet: number
}

/** A conflict as it is shown: judged anew. */
export function viewOf({ id, conflict, local, judged, ruleSet }: Judged): ConflictView {
  const { base, theirs, operation, actor, replica, at, ours, resolution, failure } = conflict
  const apartMs = local.at === undefined ? undefined : Math.abs(local.at - at)
  const { hlc: _hlc, ...shown } = local
  return {
    ...summaryOf(id, conflict),
    fields: judged.fields.filter(isOpen).length,
    confidence: judged.confidence,
    ...(base ? { base: { ...base, version: operation.base } } : {}),
    local: shownSide(shown),
    remote: { ...theirs, actor, replica, at },
    changes: judged.fields.map((field) => explainField(field, apartMs)),
    ...(judged.value === undefined ? {} : { proposal: judged.value }),
    detectedVersion: ours.version,
    ruleSet,
    opId: operation.opId,
    ...(failure === undefined ? {} : { failure }),
    ...(resolution ? { resolution } : {}),
  }
}

function sideOf({ value, metadata }: RecordedSide): Side {
  return { value, metadata }
}

function shownSide({ value, ...rest }: Omit<LocalSide, 'hlc'>): ConflictSide {
  return value === undefined ? rest : { ...rest, value }
}
