import { SrvraDataSync } from '../../../engine/index.ts'
import { keyOf, nextCount, type StockRecord, stockRecord } from '../../harness/documents.ts'
import { percentile, timed, timedEach } from '../../harness/measure.ts'
import type { Figures, RunContext } from '../../harness/scenario.ts'
import { BATCH, BATCHES, KEYS, SINGLES } from './work.ts'

/** The whole write path: validation, copy, diff, content hash, hash chain, history, subscribers; durable at return with FULL. */
export async function srvraSync(context: RunContext, synchronous: 'FULL' | 'NORMAL'): Promise<Figures> {
  const engine = new SrvraDataSync({ storage: { dir: context.dir, synchronous } })
  const state = engine.stateManager
  const records: StockRecord[] = Array.from({ length: KEYS }, (_, index) => stockRecord(index))
  const next = (step: number): { key: string; value: StockRecord } => {
    const index = step % KEYS
    const value = (records[index] = nextCount(records[index] as StockRecord, step))
    return { key: keyOf(index), value }
  }
  const single = (step: number): void => {
    const { key, value } = next(step)
    state.setState(key, value)
  }
  state.batch(records.map((value, index) => ({ key: keyOf(index), value })))
  const singles = await timed(SINGLES, single)
  const batches = await timed(BATCHES, (step) => {
    const first = SINGLES + step * BATCH
    state.batch(Array.from({ length: BATCH }, (_, index) => next(first + index)))
  })
  const tail = timedEach(SINGLES, (step) => single(SINGLES + BATCHES * BATCH + step))
  const { changes } = state.getStatistics()
  if (changes !== KEYS + 2 * SINGLES + BATCHES * BATCH) throw new Error(`the log has ${changes} changes`)
  void engine.close()
  return {
    'single ops/s': singles.perSecond,
    'single CPU µs': singles.cpuMicros,
    'batch ops/s': batches.perSecond * BATCH,
    'batch CPU µs': batches.cpuMicros / BATCH,
    'p50 ms': percentile(tail, 0.5),
    'p99.9 ms': percentile(tail, 0.999),
  }
}
