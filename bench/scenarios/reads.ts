import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SrvraDataSync } from '../../engine/index.ts'
import { keyOf, stockRecord } from '../harness/documents.ts'
import { microsPerCall } from '../harness/measure.ts'
import { seeded } from '../harness/random.ts'
import { atMost, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'

const DOCUMENTS = 100_000
const COLD_READS = 20_000

/** Keys in an order that no cache foresees. */
function shuffled(): readonly string[] {
  const random = seeded(7)
  return Array.from({ length: COLD_READS }, () => keyOf(Math.floor(random() * DOCUMENTS)))
}

function raw(context: RunContext): Figures {
  const database = new Database(join(context.dir, 'raw.sqlite'))
  database.pragma('journal_mode = WAL')
  database.exec('CREATE TABLE documents (key TEXT PRIMARY KEY, version INTEGER, value TEXT) WITHOUT ROWID')
  const put = database.prepare('INSERT INTO documents VALUES (?, 1, ?)')
  database.transaction(() => {
    for (let index = 0; index < DOCUMENTS; index += 1) put.run(keyOf(index), JSON.stringify(stockRecord(index)))
  })()
  void database.close()
  const again = new Database(join(context.dir, 'raw.sqlite'))
  const get = again.prepare<[string], { value: string }>('SELECT value FROM documents WHERE key = ?')
  const keys = shuffled()
  const cold = microsPerCall(1, COLD_READS, (index) => JSON.parse(get.get(keys[index] as string)?.value as string) as unknown)
  void again.close()
  return { 'cold read µs': cold }
}

function ours(context: RunContext): Figures {
  const storage = { dir: context.dir }
  const writer = new SrvraDataSync({ storage })
  for (let first = 0; first < DOCUMENTS; first += 1_000) {
    writer.batch(Array.from({ length: 1_000 }, (_, index) => ({ key: keyOf(first + index), value: stockRecord(first + index) })))
  }
  void writer.close()
  const engine = new SrvraDataSync({ storage })
  const keys = shuffled()
  const cold = microsPerCall(1, COLD_READS, (index) => engine.getState(keys[index] as string))
  const hotKey = keys.at(-1) as string
  const hot = microsPerCall(101, 10_000, () => engine.getState(hotKey))
  void engine.close()
  return { 'cold read µs': cold, 'hot read µs': hot }
}

export const scenario: Scenario = {
  name: 'reads',
  title: 'Reads',
  description:
    '100,000 records of about 300 bytes; the store is opened anew and 20,000 random keys are read once (cold, parsed; ours checks the content hash, too), then one key over and over (hot).',
  rounds: 5,
  contestants: [
    { name: 'raw get + parse', role: 'limit', run: raw },
    { name: 'SRVRA Sync', role: 'ours', run: ours },
  ],
  targets: (median) => [
    atMost('read-hot', '<= 1 µs', median('SRVRA Sync', 'hot read µs'), 1),
    atMost(
      'read-cold',
      '<= 2x raw get + parse',
      median('SRVRA Sync', 'cold read µs') / median('raw get + parse', 'cold read µs'),
      2,
    ),
  ],
}
