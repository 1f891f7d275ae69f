import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createStore } from 'tinybase'
import { createBetterSqlite3Persister } from 'tinybase/persisters/persister-better-sqlite3'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../../harness/documents.ts'
import { timed } from '../../harness/measure.ts'
import type { Figures, RunContext } from '../../harness/scenario.ts'
import { BATCH, KEYS } from './work.ts'

const SINGLES = 1_000
const BATCHES = 50

/** TinyBase with its better-sqlite3 persister in tabular mode: a row for each key, saved after each write. */
export async function tinybase(context: RunContext): Promise<Figures> {
  const database = new Database(join(context.dir, 'tinybase.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  const store = createStore()
  const records: StockRecord[] = Array.from({ length: KEYS }, (_, index) => stockRecord(index))
  records.forEach((record, index) => store.setRow('stock', keyOf(index), cells(record)))
  const persister = createBetterSqlite3Persister(store, database, {
    mode: 'tabular',
    tables: { save: { stock: 'stock' }, load: { stock: 'stock' } },
  })
  await persister.save()
  await persister.startAutoSave()
  const write = (step: number): void => {
    const index = step % KEYS
    const before = records[index] as StockRecord
    const after = (records[index] = nextCount(before, step))
    store.setPartialRow('stock', keyOf(index), { quantity: after.quantity, countedAt: after.countedAt })
  }
  const settled = (): Promise<unknown> => persister.schedule(async () => {})
  const singles = await timed(SINGLES, async (step) => {
    write(step)
    await settled()
  })
  const batches = await timed(BATCHES, async (step) => {
    store.transaction(() => {
      for (let index = 0; index < BATCH; index += 1) write(SINGLES + step * BATCH + index)
    })
    await settled()
  })
  await persister.destroy()
  const saved = database.prepare('SELECT quantity FROM stock WHERE _id = ?').pluck().get(keyOf(0))
  if (saved !== records[0]?.quantity) throw new Error(`the last write is not there: ${String(saved)}`)
  database.close()
  return {
    'single ops/s': singles.perSecond,
    'single CPU µs': singles.cpuMicros,
    'batch ops/s': batches.perSecond * BATCH,
    'batch CPU µs': batches.cpuMicros / BATCH,
  }
}

function cells(record: StockRecord): Record<string, string | number | boolean> {
  const { price, location, tags, ...flat } = record
  return { ...flat, amount: price.amount, currency: price.currency, ...location, tags: tags.join(',') }
}
