import type { LogLevel, LogPage } from '../../ports/log.ts'

export type { LogEntry, LogLevel, LogPage } from '../../ports/log.ts'

export interface LogCommands {
  /** Entries from the end, or before a number; everything absent: all. Throws E_NO_LOG. */
  'logs.page': (query: {
    readonly before?: number
    readonly levels?: readonly LogLevel[]
    readonly component?: string
    readonly text?: string
    readonly from?: number
    readonly to?: number
    readonly limit: number
  }) => LogPage
}

export interface LogEvents {
  /** The number of the last entry, at most twice a second. */
  log: number
}
