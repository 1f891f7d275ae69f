import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SrvraDataSync } from '../../engine/index.ts'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../harness/documents.ts'
import { atMost, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'

const DOCUMENTS = 100_000
const CHANGES = 500_000

function work(apply: (batch: readonly { key: string; value: StockRecord }[]) => void): void {
  const records = Array.from({ length: DOCUMENTS }, (_, index) => stockRecord(index))
  for (let first = 0; first < CHANGES; first += 1_000) {
    apply(
      Array.from({ length: 1_000 }, (_, index) => {
        const item = (first + index) % DOCUMENTS
        if (first >= DOCUMENTS) records[item] = nextCount(records[item] as StockRecord, first + index)
        return { key: keyOf(item), value: records[item] as StockRecord }
      }),
    )
  }
}

function bytesOf(dir: string): number {
  return readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0)
}

function raw(context: RunContext): Figures {
  const file = join(context.dir, 'raw.sqlite')
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.exec(`CREATE TABLE documents (key TEXT PRIMARY KEY, version INTEGER, value TEXT) WITHOUT ROWID;
    CREATE TABLE log (seq INTEGER PRIMARY KEY, key TEXT, version INTEGER, at INTEGER, actor TEXT, hash TEXT, value TEXT)`)
  const put = database.prepare(
    'INSERT INTO documents VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET version = version + 1, value = excluded.value',
  )
  const log = database.prepare("INSERT INTO log (key, version, at, actor, hash, value) VALUES (?, 1, ?, 'operator', ?, ?)")
  const hash = 'a'.repeat(43)
  work((batch) =>
    database.transaction(() => {
      for (const { key, value } of batch) {
        const text = JSON.stringify(value)
        put.run(key, text)
        log.run(key, Date.now(), hash, text)
      }
    })(),
  )
  void database.close()
  const before = performance.now()
  const again = new Database(file)
  const first = JSON.parse(
    again.prepare('SELECT value FROM documents WHERE key = ?').pluck().get(keyOf(77)) as string,
  ) as StockRecord
  const millis = performance.now() - before
  if (first.sku !== stockRecord(77).sku) throw new Error('the first document is wrong')
  const parse = performance.now()
  const all = again
    .prepare<[], { key: string; value: string }>('SELECT key, value FROM documents')
    .all()
    .map((row) => JSON.parse(row.value) as StockRecord)
  const eager = performance.now() - parse
  if (all.length !== DOCUMENTS) throw new Error('documents are missing')
  void again.close()
  return { 'first document ms': millis, 'all, parsed ms': eager, 'bytes a document': bytesOf(context.dir) / DOCUMENTS }
}

function ours(context: RunContext): Figures {
  const storage = { dir: context.dir, synchronous: 'NORMAL' } as const
  const writer = new SrvraDataSync({ storage })
  work((batch) => writer.batch(batch))
  void writer.close()
  const bytes = bytesOf(context.dir)
  const before = performance.now()
  const engine = new SrvraDataSync({ storage })
  const first = engine.getState(keyOf(77)) as unknown as StockRecord
  const millis = performance.now() - before
  if (first.sku !== stockRecord(77).sku) throw new Error('the first document is wrong')
  void engine.close()
  return { 'first document ms': millis, 'bytes a document': bytes / DOCUMENTS }
}

export const scenario: Scenario = {
  name: 'cold-start',
  title: 'Cold start and size',
  description:
    '100,000 records, 500,000 changes, closed and opened anew: time to the first document; the limit opens its file and parses one document (or all of them). Size on disk of everything, per document with its five versions; the raw layout keeps each version whole, with who, when and hash, without indexes.',
  rounds: 3,
  contestants: [
    { name: 'raw SQLite', role: 'limit', run: raw },
    { name: 'SRVRA Sync', role: 'ours', run: ours },
  ],
  targets: (median) => [
    atMost(
      'cold-start',
      'first document <= 1.5x raw',
      median('SRVRA Sync', 'first document ms') / median('raw SQLite', 'first document ms'),
      1.5,
    ),
    atMost(
      'cold-start-lazy',
      'open <= 0.5x parsing all documents',
      median('SRVRA Sync', 'first document ms') / median('raw SQLite', 'all, parsed ms'),
      0.5,
    ),
    atMost(
      'size',
      '<= 1.3x raw layout per document with history',
      median('SRVRA Sync', 'bytes a document') / median('raw SQLite', 'bytes a document'),
      1.3,
    ),
  ],
}
