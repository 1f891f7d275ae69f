import { join } from 'node:path'
import { SqliteSeriesStore } from '../../engine/adapters/sqlite-series-store.ts'
import { bucketOf } from '../../engine/monitoring/series/roll-up.ts'
import { METRIC_CHARTS } from '../../src/renderer/metrics/metric-charts.ts'

const STEP_MS = 1000

/** Every figure that Metrics draws, once a second up to now: charts that are full from the start take no more for being live. */
export function fillSeries(dataDir: string, spanMs: number): void {
  const names = METRIC_CHARTS.flatMap(({ lines }) =>
    lines.flatMap(({ line }) => (line.as === 'mean' ? [line.sum, line.count] : [line.series])),
  )
  const now = Date.now()
  const store = new SqliteSeriesStore(join(dataDir, 'series.sqlite'))
  try {
    for (let at = now - spanMs; at < now; at += STEP_MS)
      store.put(names.map((series) => ({ series, stepMs: STEP_MS, bucket: bucketOf(at, (at - now + spanMs) / 1e6, STEP_MS) })))
  } finally {
    store.close()
  }
}
