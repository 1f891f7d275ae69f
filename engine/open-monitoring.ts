import { join } from 'node:path'
import { MemorySeriesStore } from './adapters/memory-series-store.ts'
import { SqliteSeriesStore } from './adapters/sqlite-series-store.ts'
import { Monitoring } from './monitoring/monitoring.ts'
import type { MonitoringParts } from './monitoring/monitoring.ts'
import { probeProcess } from './monitoring/process-figures.ts'

/** Monitoring on the means of Node.js. Without a folder nothing outlives the process. */
export function openMonitoring(parts: Omit<MonitoringParts, 'openSeries' | 'probe'>, dir: string | undefined): Monitoring {
  return new Monitoring({
    ...parts,
    probe: probeProcess,
    openSeries: (lasting) =>
      lasting && dir !== undefined ? new SqliteSeriesStore(join(dir, 'series.sqlite')) : new MemorySeriesStore(),
  })
}
