import type { Admission } from '../../sync/hub/hub-context.ts'
import type { AuditNote } from './audit-entry.ts'

/** What the trail says of somebody who asked a hub to be let in. // W-6 */
export function admissionNote({ replica, address, name, code }: Admission): AuditNote {
  return {
    actor: name ?? 'unknown',
    origin: replica,
    action: 'client.connect',
    outcome: code === undefined ? 'done' : 'refused',
    details: { address },
    ...(code === undefined ? {} : { code }),
  }
}
