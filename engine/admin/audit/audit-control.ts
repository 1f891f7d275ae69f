import type { Audit } from '../../security/audit/audit.ts'
import type { AuditOptions } from '../../security/audit/audit-options.ts'

/** What an administration needs of an engine's audit. */
export interface AuditControl {
  /** Undefined while nobody audits. */
  readonly audit: Audit | undefined
  enableAudit(options: Omit<AuditOptions, 'enabled'>): Audit
  disableAudit(actor: string): void
  /** Tells of the newest entry whenever there are more, whoever audits. The returned function ends it. */
  onAuditGrown(listener: (last: number) => void): () => void
}
