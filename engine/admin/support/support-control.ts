import type { Log } from '../../ports/log.ts'
import type { Support } from '../../support/support.ts'
import type { SupportEndpoint, SupportEndpointView } from '../commands.ts'

/** What an administration needs of support. */
export interface SupportControl {
  readonly support: Support
  /** Absent where no log is kept. */
  readonly log?: Log
  /** Where tickets go, kept for the next start. */
  readonly endpoint: {
    get(): SupportEndpointView | null
    /** Throws E_OPTION. */
    set(endpoint: SupportEndpoint | null): SupportEndpointView | null
  }
}
