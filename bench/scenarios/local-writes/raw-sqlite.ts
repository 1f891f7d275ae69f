import { join } from 'node:path'
import Database from 'better-sqlite3'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../../harness/documents.ts'
import { timed } from '../../harness/measure.ts'
import type { Figures, RunContext } from '../../harness/scenario.ts'
import { BATCH, BATCHES, KEYS, SINGLES } from './work.ts'

/**
 * The least that a durable, versioned write costs with SQLite as it comes: the current row and a log row with the
 * changed fields, in one transaction. No validation, no diff, no hash: the writer is told what changed.
 */
export async function rawSqlite(context: RunContext, synchronous: 'FULL' | 'NORMAL'): Promise<Figures> {
  const database = new Database(join(context.dir, 'raw.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma(`synchronous = ${synchronous}`)
  database.exec(`CREATE TABLE documents (key TEXT PRIMARY KEY, version INTEGER, value TEXT) WITHOUT ROWID;
    CREATE TABLE log (seq INTEGER PRIMARY KEY, key TEXT, version INTEGER, at INTEGER, delta TEXT)`)
  const put = database.prepare(
    'INSERT INTO documents VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET version = excluded.version, value = excluded.value',
  )
  const log = database.prepare('INSERT INTO log (key, version, at, delta) VALUES (?, ?, ?, ?)')
  const records: StockRecord[] = []
  const versions = new Int32Array(KEYS)
  const write = (step: number): void => {
    const index = step % KEYS
    const before = records[index] as StockRecord
    const after = nextCount(before, step)
    records[index] = after
    const version = (versions[index] = (versions[index] ?? 0) + 1)
    put.run(keyOf(index), version, JSON.stringify(after))
    log.run(keyOf(index), version, Date.now(), JSON.stringify(changedFields(before, after)))
  }
  const single = database.transaction(write)
  const batch = database.transaction((first: number) => {
    for (let step = first; step < first + BATCH; step += 1) write(step)
  })
  database.transaction(() => {
    for (let index = 0; index < KEYS; index += 1) {
      records[index] = stockRecord(index)
      put.run(keyOf(index), 0, JSON.stringify(records[index]))
    }
  })()
  const singles = await timed(SINGLES, (step) => single(step))
  const batches = await timed(BATCHES, (step) => batch(SINGLES + step * BATCH))
  const rows = database.prepare('SELECT count(*) FROM log').pluck().get()
  if (rows !== SINGLES + BATCHES * BATCH) throw new Error(`the log has ${String(rows)} rows`)
  database.close()
  return {
    'single ops/s': singles.perSecond,
    'single CPU µs': singles.cpuMicros,
    'batch ops/s': batches.perSecond * BATCH,
    'batch CPU µs': batches.cpuMicros / BATCH,
  }
}

function changedFields(before: StockRecord, after: StockRecord): Record<string, unknown> {
  const changed: Record<string, unknown> = {}
  if (before.quantity !== after.quantity) changed['quantity'] = after.quantity
  if (before.countedAt !== after.countedAt) changed['countedAt'] = after.countedAt
  return changed
}
