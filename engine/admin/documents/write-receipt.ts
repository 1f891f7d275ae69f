import type { StateUpdate } from '../../state/state-update.ts'
import type { WriteReceipt } from '../commands.ts'

export function receiptOf({ key, version, seq, at, changed }: StateUpdate): WriteReceipt {
  return { key, version, seq, at, changed }
}
