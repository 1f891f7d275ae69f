import { SrvraDataSync } from '../../engine/index.ts'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../harness/documents.ts'
import { timed } from '../harness/measure.ts'
import { seeded } from '../harness/random.ts'
import { atMost, type Contestant, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'

const SIZES = [1_000, 10_000, 100_000, 1_000_000]
const OPERATIONS = 10_000

/** The cost of one operation on a store of so many documents, spread over all of them. */
async function costAt(context: RunContext, documents: number): Promise<Figures> {
  const engine = new SrvraDataSync({ storage: { dir: context.dir, synchronous: 'NORMAL' } })
  for (let first = 0; first < documents; first += 1_000) {
    engine.batch(
      Array.from({ length: Math.min(1_000, documents) }, (_, index) => ({
        key: keyOf(first + index),
        value: stockRecord(first + index),
      })),
    )
  }
  const random = seeded(documents)
  const anyIndex = (): number => Math.floor(random() * documents)
  const write = await timed(OPERATIONS, (step) => {
    const index = anyIndex()
    engine.setState(keyOf(index), nextCount(engine.getState(keyOf(index)) as unknown as StockRecord, step))
  })
  const read = await timed(OPERATIONS, () => engine.getState(keyOf(anyIndex())))
  const history = await timed(OPERATIONS / 10, () => engine.stateManager.getHistory(keyOf(anyIndex())))
  void engine.close()
  return { 'read and write CPU µs': write.cpuMicros, 'read CPU µs': read.cpuMicros, 'history CPU µs': history.cpuMicros }
}

const contestantOf = (documents: number): Contestant => ({
  name: `${documents.toLocaleString('en-GB')} documents`,
  role: 'ours',
  run: (context) => costAt(context, documents),
})

export const scenario: Scenario = {
  name: 'growth',
  title: 'Growth',
  description:
    'Processor time of an operation at a random key of a store that grows: a read followed by a durable write (NORMAL), a read, and the history of a key.',
  rounds: 3,
  contestants: SIZES.map(contestantOf),
  targets: (median) =>
    ['read and write CPU µs', 'read CPU µs', 'history CPU µs'].map((figure) =>
      atMost(
        'growth',
        `${figure}: at 1,000,000 documents <= 1.5x that at 10,000`,
        median('1,000,000 documents', figure) / median('10,000 documents', figure),
        1.5,
      ),
    ),
}
