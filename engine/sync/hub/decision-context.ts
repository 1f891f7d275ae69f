import type { SrvraConflictResolver } from '../../conflict/srvra-conflict-resolver.ts'
import type { Hash, JsonLimits, JsonValue } from '../../core/json/index.ts'
import type { Standing } from './decision.ts'
import type { StageTimes } from './stage-times.ts'

/** What deciding needs to know besides the operation. */
export interface DecisionContext {
  /** What the key is now, earlier operations of the same commit included. */
  readonly standing: (key: string) => Standing | undefined
  /** What it was at a version; throws E_COMPACTED where that was let go. */
  readonly readVersion: (key: string, version: number) => Standing | undefined
  /** What it was after a change of the log; throws E_COMPACTED where that was let go. */
  readonly readAt: (key: string, seq: number) => Standing | undefined
  /** The author's reading of the change that made a document what it is: breaks ties. */
  readonly hlcOf: (standing: Standing) => string
  /** Throws E_VALIDATION. */
  readonly assertValid: (key: string, value: JsonValue) => void
  readonly hash: Hash
  readonly limits: JsonLimits
  /** Milliseconds since 1970 on the hub's clock. */
  readonly now: number
  readonly resolver: Pick<SrvraConflictResolver, 'judge' | 'rules' | 'hasRules'>
  readonly stages: StageTimes
}
