export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

/** What happened, for people who look after a program. Never a document's value. */
export interface LogNote {
  readonly level: LogLevel
  /** Which part of the program speaks, such as `hub` or `support`. */
  readonly component: string
  readonly message: string
  /** The code of an error. */
  readonly code?: string
  /** Where an error came from: frames alone, one on a line. */
  readonly stack?: string
}

export interface LogEntry extends LogNote {
  /** Counted up in one log, also through rotation and restarts. */
  readonly number: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Which entries; everything absent: all. */
export interface LogQuery {
  /** Entries before that number, exclusive: the next page. */
  readonly before?: number
  readonly levels?: readonly LogLevel[]
  readonly component?: string
  /** Part of message, code or component, in any case. */
  readonly text?: string
  /** From, and up to without, an instant. */
  readonly from?: number
  readonly to?: number
}

/** The newest first. */
export interface LogPage {
  readonly entries: readonly LogEntry[]
  /** Whether there may be older ones. */
  readonly more: boolean
}

/** Keeps what happened, within a bound, without secrets. */
export interface Log {
  /** Never throws: whoever tells of trouble must not get into more. */
  write(note: LogNote): void
  /** Has a text taken out of everything that is written from now on. */
  hide(secret: string): void
  page(query: LogQuery, limit: number): LogPage
  /** Tells of each entry once it is written. The returned function ends it. */
  onEntry(listener: (entry: LogEntry) => void): () => void
}
