import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ProcessFigures } from './reading.ts'

/** Reads what the process takes, until it is stopped. */
export interface ProcessProbe {
  read(): ProcessFigures
  stop(): void
}

const RESOLUTION_MS = 10
const NANOSECONDS = 1e9

export function probeProcess(): ProcessProbe {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  return {
    read: () => {
      const { rss, heapUsed } = process.memoryUsage()
      // The histogram measures from tick to tick: what exceeds the pause between two of them is lag.
      const lag = delay.count === 0 ? 0 : delay.max / NANOSECONDS - RESOLUTION_MS / 1000
      delay.reset()
      return { residentBytes: rss, heapUsedBytes: heapUsed, eventLoopLagSeconds: Math.max(0, lag) }
    },
    stop: () => {
      delay.disable()
    },
  }
}
