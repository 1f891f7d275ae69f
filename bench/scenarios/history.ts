import { SrvraDataSync } from '../../engine/index.ts'
import { openSqliteStorage } from '../../engine/adapters/sqlite-storage/index.ts'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../harness/documents.ts'
import { percentile, timedEach } from '../harness/measure.ts'
import { seeded } from '../harness/random.ts'
import { atMost, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'

const VERSIONS = 10_000
const KEYS = 20_000
const CHANGES = 1_000_000

function anyVersion(context: RunContext): Figures {
  const engine = new SrvraDataSync({ storage: { dir: context.dir, synchronous: 'NORMAL' }, historySize: Number.MAX_SAFE_INTEGER })
  const versions: StockRecord[] = [stockRecord(1)]
  for (let step = 1; step < VERSIONS; step += 1) versions.push(nextCount(versions[step - 1] as StockRecord, step))
  for (let first = 0; first < VERSIONS; first += 500)
    for (const value of versions.slice(first, first + 500)) engine.setState('stock/item', value)
  const random = seeded(3)
  const times = timedEach(500, () => {
    const version = 1 + Math.floor(random() * VERSIONS)
    const value = engine.stateManager.getStateAt('stock/item', version) as unknown as StockRecord
    if (value.quantity !== versions[version - 1]?.quantity) throw new Error(`version ${version} is wrong`)
  })
  void engine.close()
  return { 'any version p50 ms': percentile(times, 0.5), 'any version max ms': times.at(-1) as number }
}

function anyInstant(context: RunContext): Figures {
  const engine = new SrvraDataSync({ storage: { dir: context.dir, synchronous: 'NORMAL' } })
  const records = Array.from({ length: KEYS }, (_, index) => stockRecord(index))
  for (let first = 0; first < CHANGES; first += 1_000) {
    engine.batch(
      Array.from({ length: 1_000 }, (_, index) => {
        const item = (first + index) % KEYS
        records[item] = nextCount(records[item] as StockRecord, first + index)
        return { key: keyOf(item), value: records[item] }
      }),
    )
  }
  void engine.close()
  const storage = openSqliteStorage({ dir: context.dir })
  const random = seeded(5)
  const times = timedEach(40, () => {
    const atSeq = 1 + Math.floor(random() * CHANGES)
    const page = storage.list({ atSeq, limit: 100 })
    for (const row of page) if (!storage.readAt(row.key, atSeq)) throw new Error(`${row.key} is not there at ${atSeq}`)
  })
  storage.close()
  return { 'first page at an instant p50 ms': percentile(times, 0.5), 'first page at an instant max ms': times.at(-1) as number }
}

export const scenario: Scenario = {
  name: 'history',
  title: 'History and time travel',
  description:
    '500 random versions of a key with 10,000; then a store of 1,000,000 changes to 20,000 keys, and the first page of 100 documents, values included, as it was at 40 random instants.',
  rounds: 3,
  contestants: [
    { name: 'SRVRA Sync, any version', role: 'ours', run: anyVersion },
    { name: 'SRVRA Sync, any instant', role: 'ours', run: anyInstant },
  ],
  targets: (median) => [
    atMost('history-any-version', 'any of 10,000 versions within 5 ms', median('SRVRA Sync, any version', 'any version max ms'), 5),
    atMost(
      'history-any-instant',
      'first page of 100 within 50 ms at 1,000,000 changes',
      median('SRVRA Sync, any instant', 'first page at an instant max ms'),
      50,
    ),
  ],
}
