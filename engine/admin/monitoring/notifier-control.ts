import type { SupportEndpoint, SupportEndpointView } from '../commands.ts'

/** Who outside is told of alerts, one of each kind, kept for the next start. */
export interface NotifierControl {
  get(): readonly SupportEndpointView[]
  /** Null: nobody of that kind. Throws E_OPTION, and what was set before stays. */
  set(kind: SupportEndpoint['kind'], endpoint: SupportEndpoint | null): readonly SupportEndpointView[]
}
