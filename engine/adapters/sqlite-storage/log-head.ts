import type { Change } from '../../core/log/change.ts'
import type { LogPosition } from '../../ports/storage.ts'
import type { ChangeTable } from './change-table.ts'
import type { Horizon } from './meta-table.ts'

/** The newest change: what the next one follows and hangs on. */
export interface LogHead extends LogPosition {
  readonly hlc: string
  readonly chain: string
}

export function readHead(changes: ChangeTable, horizon: Horizon): LogHead {
  const last = changes.last()
  if (!last) return { seq: horizon.seq, at: horizon.at, hlc: '', chain: horizon.chain }
  const { seq, at, hlc, chain } = last
  return { seq, at, hlc, chain }
}

export function headAfter({ seq, at, hlc }: Change, chain: string): LogHead {
  return { seq, at, hlc, chain }
}
