import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Redactor } from '../core/redactor.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log, LogEntry, LogLevel, LogNote, LogPage, LogQuery } from '../ports/log.ts'
import { systemClock } from './system-clock.ts'

export interface FileLogOptions {
  readonly dir: string
  readonly clock?: Clock
  /** A file is put aside before it would grow beyond that. Default: a mebibyte. */
  readonly maxBytes?: number
  /** How many files are kept, the one in use included. Default: 5. */
  readonly maxFiles?: number
}

const MEBIBYTE = 1024 * 1024
const DEFAULT_FILES = 5
const FILE = 'srvra.ndjson'
const LONGEST_MESSAGE = 2000
const LONGEST_STACK = 4000
const LONGEST_NAME = 100
const LEVELS: ReadonlySet<LogLevel> = new Set(['error', 'warn', 'info', 'debug'])

/** JSON, an entry on a line, in `srvra.ndjson` of a folder; older files are `.1`, `.2`, ... The folder is made with the first entry. */
export class FileLog implements Log {
  readonly #redactor = new Redactor()
  readonly #options: Required<FileLogOptions>
  readonly #file: string
  readonly #listeners = new Set<(entry: LogEntry) => void>()
  #last: number | undefined

  constructor(options: FileLogOptions) {
    this.#options = { clock: systemClock, maxBytes: MEBIBYTE, maxFiles: DEFAULT_FILES, ...options }
    this.#file = join(options.dir, FILE)
  }

  hide(secret: string): void {
    this.#redactor.hide(secret)
  }

  write(note: LogNote): void {
    try {
      this.#last ??= this.#begin()
      const entry = this.#entryOf(note, this.#last + 1)
      const line = Buffer.from(`${JSON.stringify(entry)}\n`)
      const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0
      if (size > 0 && size + line.length > this.#options.maxBytes) this.#rotate()
      appendFileSync(this.#file, line, { mode: 0o600 })
      this.#last = entry.number
      for (const listener of this.#listeners) listener(entry)
    } catch (cause) {
      // A full disk must not turn one error into two; the terminal is what is left.
      process.stderr.write(`The log ${this.#file} can not be written: ${String(cause)}\n`)
    }
  }

  onEntry(listener: (entry: LogEntry) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  page(query: LogQuery, limit: number): LogPage {
    const entries: LogEntry[] = []
    const text = query.text?.toLowerCase()
    for (const entry of this.#backwards()) {
      if (!matches(entry, query, text)) continue
      if (entries.length === limit) return { entries, more: true }
      entries.push(entry)
    }
    return { entries, more: false }
  }

  /** The newest first. A line that a power cut tore is passed over. */
  *#backwards(): Generator<LogEntry> {
    for (let index = 0; index < this.#options.maxFiles; index++) {
      const lines = (readIfThere(this.#name(index)) ?? '').split('\n')
      for (let at = lines.length - 1; at >= 0; at--) {
        const entry = parsedEntry(lines[at] ?? '')
        if (entry) yield entry
      }
    }
  }

  /** The number of the last entry; makes sure that the next one begins on a line of its own. */
  #begin(): number {
    mkdirSync(this.#options.dir, { recursive: true })
    const text = readIfThere(this.#file) ?? ''
    if (text !== '' && !text.endsWith('\n')) appendFileSync(this.#file, '\n')
    for (const { number } of this.#backwards()) return number
    return 0
  }

  #rotate(): void {
    for (let index = this.#options.maxFiles - 1; index > 0; index--) {
      const from = this.#name(index - 1)
      if (statSync(from, { throwIfNoEntry: false })) renameSync(from, this.#name(index))
    }
  }

  #name(index: number): string {
    return index === 0 ? this.#file : `${this.#file}.${index}`
  }

  #entryOf({ level, component, message, code, stack }: LogNote, number: number): LogEntry {
    const clean = (text: string, most: number): string => this.#redactor.redact(text).text.slice(0, most).toWellFormed()
    return {
      number,
      at: this.#options.clock.now(),
      level,
      component: clean(component, LONGEST_NAME),
      ...(code === undefined ? {} : { code: clean(code, LONGEST_NAME) }),
      message: clean(message, LONGEST_MESSAGE),
      ...(stack === undefined ? {} : { stack: clean(stack, LONGEST_STACK) }),
    }
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parsedEntry(line: string): LogEntry | undefined {
  if (line === '') return undefined
  try {
    const entry = JSON.parse(line) as Partial<LogEntry> | null
    const known = typeof entry?.number === 'number' && typeof entry.at === 'number' && typeof entry.message === 'string'
    return known && entry.level !== undefined && LEVELS.has(entry.level) ? (entry as LogEntry) : undefined
  } catch {
    // Torn, or not of ours.
    return undefined
  }
}

function matches(entry: LogEntry, { before, levels, component, from, to }: LogQuery, text: string | undefined): boolean {
  return (
    (before === undefined || entry.number < before) &&
    (levels?.includes(entry.level) ?? true) &&
    (component ?? entry.component) === entry.component &&
    (from === undefined || entry.at >= from) &&
    (to === undefined || entry.at < to) &&
    (text === undefined || `${entry.message}\n${entry.code ?? ''}\n${entry.component}`.toLowerCase().includes(text))
  )
}
