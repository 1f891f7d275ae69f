import { SrvraError } from '../../core/errors.ts'
import type { Change } from '../../core/log/change.ts'
import type { ChangeTable } from './change-table.ts'
import type { Mark } from './high-water-mark.ts'
import type { Horizon } from './meta-table.ts'

/** The newest change: what the next one follows and hangs on. */
export interface LogHead {
  readonly seq: number
  readonly at: number
  readonly hlc: string
  readonly chain: string
}

export function readHead(changes: ChangeTable, horizon: Horizon): LogHead {
  const last = changes.last()
  if (!last) return { seq: horizon.seq, at: horizon.at, hlc: '', chain: horizon.chain }
  return { seq: last.seq, at: last.at, hlc: last.hlc, chain: last.chain }
}

export function headAfter(change: Change, chain: string): LogHead {
  return { seq: change.seq, at: change.at, hlc: change.hlc, chain }
}

export function assertContiguous(changes: readonly Change[], head: number): void {
  changes.forEach((change, index) => {
    if (change.seq === head + 1 + index) return
    throw new SrvraError('E_SEQ_GAP', `Change ${change.seq} does not follow change ${head + index}; read the head again.`, { seq: change.seq, head })
  })
}

/** L-7: what was acknowledged must still be there, whatever SQLite makes of its files. Throws E_STORE_CORRUPT. */
export function assertNotBehind(head: LogHead, horizon: Horizon, mark: Mark | undefined, changes: ChangeTable, dir: string): void {
  if (!mark || mark.seq === 0) return
  if (head.seq < mark.seq) {
    const message = `The store in ${dir} has lost acknowledged changes ${head.seq + 1} to ${mark.seq} (its write-ahead log is damaged): restore it from a backup.`
    throw new SrvraError('E_STORE_CORRUPT', message, { firstMissing: head.seq + 1, lastMissing: mark.seq })
  }
  const row = mark.seq > horizon.seq ? changes.get(mark.seq) : undefined
  const link = row?.chain ?? (mark.seq === horizon.seq ? horizon.chain : undefined)
  if (mark.seq < horizon.seq || link === mark.chain) return
  const message = `Change ${mark.seq} of the store in ${dir} is not the one that was acknowledged: restore the store from a backup.`
  throw new SrvraError('E_STORE_CORRUPT', message, { seq: mark.seq })
}
