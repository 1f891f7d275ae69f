import type { StageTimes } from '../sync/hub/stage-times.ts'
import { MetricsRegistry } from './metrics-registry.ts'
import { probeProcess } from './process-figures.ts'
import { METRIC_GROUPS } from './reading.ts'
import type { MonitoredStatistics } from './reading.ts'
import { serveMetrics } from './serve-metrics.ts'
import type { MetricsServer } from './serve-metrics.ts'

export interface MonitoringParts {
  readonly statistics: () => MonitoredStatistics
  readonly stages: StageTimes
}

/** What an engine tells about how it fares. Nothing is measured before somebody asks for it. */
export class Monitoring {
  readonly #parts: MonitoringParts
  readonly #servers = new Set<MetricsServer>()

  constructor(parts: MonitoringParts) {
    this.#parts = parts
  }

  /** Serves all metrics to Prometheus at `/metrics` until the server or the engine is closed. Rejects with E_LISTEN. */
  async serve(where: { readonly host: string; readonly port: number }): Promise<MetricsServer> {
    const probe = probeProcess()
    const registry = new MetricsRegistry({ ...this.#parts, figures: () => probe.read() }, METRIC_GROUPS)
    const end = (): void => {
      probe.stop()
      registry.close()
    }
    const server = await serveMetrics(registry, where).catch((error: unknown) => {
      end()
      throw error
    })
    const served: MetricsServer = {
      url: server.url,
      close: async () => {
        if (!this.#servers.delete(served)) return
        await server.close()
        end()
      },
    }
    this.#servers.add(served)
    return served
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.#servers].map((server) => server.close()))
  }
}
