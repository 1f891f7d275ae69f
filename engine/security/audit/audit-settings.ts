import type { Storage } from '../../ports/storage.ts'
import { STATE } from './audit-entry.ts'
import type { AuditOptions } from './audit-options.ts'

const SETTINGS = 'settings'

/** What was chosen last for a store: every program that opens it audits in this way. */
export function keptSettings(storage: Storage): AuditOptions | undefined {
  return storage.record(STATE, SETTINGS) as unknown as AuditOptions | undefined
}

export function keepSettings(storage: Storage, options: AuditOptions): void {
  if (JSON.stringify(keptSettings(storage)) === JSON.stringify(options)) return
  void storage.append([], [{ collection: STATE, id: SETTINGS, value: { ...options } }])
}
