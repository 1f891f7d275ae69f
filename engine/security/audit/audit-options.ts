import { durationMs } from '../../core/duration.ts'

/** What `audit` takes. */
export interface AuditOptions {
  readonly enabled: boolean
  /** How long entries are kept, such as `90days`. Absent: for ever. */
  readonly retention?: string
  /** A folder on another disk or machine, where signed heads are kept as well: who alters the store does not reach it. */
  readonly headsTo?: string
  /** The file of the key that signs heads; made when it is not there. Default: `audit.key` beside the store. */
  readonly keyFile?: string
}

/** Milliseconds; undefined: for ever. Throws E_DURATION. */
export function retentionOf({ retention }: AuditOptions): number | undefined {
  return retention === undefined ? undefined : durationMs(retention)
}
