import * as Automerge from '@automerge/automerge'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../../harness/documents.ts'
import { timed } from '../../harness/measure.ts'
import type { Figures } from '../../harness/scenario.ts'
import { BATCH, KEYS } from './work.ts'

const SINGLES = 1_000
const BATCHES = 20

/** Automerge in memory: a document for all keys, a change for each write; nothing reaches a disk. */
export async function automerge(): Promise<Figures> {
  const records: StockRecord[] = Array.from({ length: KEYS }, (_, index) => stockRecord(index))
  type Stock = { [key: string]: { quantity: number; countedAt: string } & Record<string, unknown> }
  let doc = Automerge.from<Stock>(
    Object.fromEntries(records.map((record, index) => [keyOf(index), structuredClone(record) as never])),
  )
  const write = (draft: Stock, step: number): void => {
    const index = step % KEYS
    const before = records[index] as StockRecord
    const after = (records[index] = nextCount(before, step))
    const target = draft[keyOf(index)]
    if (!target) throw new Error('the document is not there')
    if (before.quantity !== after.quantity) target.quantity = after.quantity
    if (before.countedAt !== after.countedAt) target.countedAt = after.countedAt
  }
  const singles = await timed(SINGLES, (step) => {
    doc = Automerge.change(doc, (draft) => write(draft, step))
  })
  const batches = await timed(BATCHES, (step) => {
    doc = Automerge.change(doc, (draft) => {
      for (let index = 0; index < BATCH; index += 1) write(draft, SINGLES + step * BATCH + index)
    })
  })
  if (doc[keyOf(0)]?.quantity !== records[0]?.quantity) throw new Error('the last write is not there')
  return {
    'single ops/s': singles.perSecond,
    'single CPU µs': singles.cpuMicros,
    'batch ops/s': batches.perSecond * BATCH,
    'batch CPU µs': batches.cpuMicros / BATCH,
  }
}
