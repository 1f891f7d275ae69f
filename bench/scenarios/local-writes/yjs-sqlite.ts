import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as Y from 'yjs'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../../harness/documents.ts'
import { timed } from '../../harness/measure.ts'
import type { Figures, RunContext } from '../../harness/scenario.ts'
import { BATCH, BATCHES, KEYS, SINGLES } from './work.ts'

/** Yjs as its providers persist it: each update is appended to a table of updates, here SQLite with NORMAL. */
export async function yjsSqlite(context: RunContext): Promise<Figures> {
  const database = new Database(join(context.dir, 'yjs.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.exec('CREATE TABLE updates (id INTEGER PRIMARY KEY, data BLOB)')
  const append = database.prepare('INSERT INTO updates (data) VALUES (?)')
  const doc = new Y.Doc()
  const records: StockRecord[] = []
  const maps: Y.Map<unknown>[] = []
  doc.transact(() => {
    for (let index = 0; index < KEYS; index += 1) {
      records[index] = stockRecord(index)
      maps[index] = new Y.Map(Object.entries(records[index] as StockRecord))
      doc.getMap('stock').set(keyOf(index), maps[index])
    }
  })
  doc.on('update', (update: Uint8Array) => append.run(update))
  const write = (step: number): void => {
    const index = step % KEYS
    const before = records[index] as StockRecord
    const after = nextCount(before, step)
    records[index] = after
    if (before.quantity !== after.quantity) maps[index]?.set('quantity', after.quantity)
    if (before.countedAt !== after.countedAt) maps[index]?.set('countedAt', after.countedAt)
  }
  const batch = (first: number): void =>
    doc.transact(() => {
      for (let step = first; step < first + BATCH; step += 1) write(step)
    })
  const singles = await timed(SINGLES, (step) => doc.transact(() => write(step)))
  const batches = await timed(BATCHES, (step) => batch(SINGLES + step * BATCH))
  const last = maps[0]?.get('quantity')
  if (last !== records[0]?.quantity) throw new Error('the last write is not there')
  database.close()
  return {
    'single ops/s': singles.perSecond,
    'single CPU µs': singles.cpuMicros,
    'batch ops/s': batches.perSecond * BATCH,
    'batch CPU µs': batches.cpuMicros / BATCH,
  }
}
