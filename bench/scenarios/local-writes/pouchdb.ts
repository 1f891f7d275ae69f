import { join } from 'node:path'
import PouchDB from 'pouchdb'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../../harness/documents.ts'
import { timed } from '../../harness/measure.ts'
import type { Figures, RunContext } from '../../harness/scenario.ts'
import { BATCH, BATCHES, KEYS, SINGLES } from './work.ts'

/** PouchDB on LevelDB, as it comes: revisions kept, no fsync before the answer. */
export async function pouchdb(context: RunContext): Promise<Figures> {
  const database = new PouchDB<StockRecord>(join(context.dir, 'pouch'))
  const records: StockRecord[] = Array.from({ length: KEYS }, (_, index) => stockRecord(index))
  const created = await database.bulkDocs(records.map((record, index) => ({ _id: keyOf(index), ...record })))
  const revisions = created.map((one) => one.rev as string)
  const next = (step: number): { _id: string; _rev: string } & StockRecord => {
    const index = step % KEYS
    records[index] = nextCount(records[index] as StockRecord, step)
    return { _id: keyOf(index), _rev: revisions[index] as string, ...records[index] }
  }
  const singles = await timed(SINGLES, async (step) => {
    revisions[step % KEYS] = (await database.put(next(step))).rev
  })
  const batches = await timed(BATCHES / 4, async (step) => {
    const first = SINGLES + step * BATCH
    const answers = await database.bulkDocs(Array.from({ length: BATCH }, (_, index) => next(first + index)))
    answers.forEach((answer, index) => (revisions[(first + index) % KEYS] = answer.rev as string))
  })
  if ((await database.get(keyOf(0))).quantity !== records[0]?.quantity) throw new Error('the last write is not there')
  await database.close()
  return {
    'single ops/s': singles.perSecond,
    'single CPU µs': singles.cpuMicros,
    'batch ops/s': batches.perSecond * BATCH,
    'batch CPU µs': batches.cpuMicros / BATCH,
  }
}
