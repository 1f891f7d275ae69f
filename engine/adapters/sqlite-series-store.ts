import { SrvraError } from '../core/errors.ts'
import { MOST_MARKS } from '../ports/series-store.ts'
import type { Mark, SeriesBucket, SeriesStore, SeriesWrite } from '../ports/series-store.ts'
import { openDatabase } from './sqlite-storage/open-database.ts'
import type { Connection } from './sqlite-storage/open-database.ts'

/** The form of the file; one of a newer form is refused. */
const FORM = 2
const BUCKETS = `
  CREATE TABLE series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE buckets (
    series INTEGER NOT NULL REFERENCES series (id), step INTEGER NOT NULL, at INTEGER NOT NULL,
    count INTEGER NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, last REAL NOT NULL,
    PRIMARY KEY (series, step, at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX buckets_by_age ON buckets (step, at);
`
/** Since form 2. */
const MARKS = `
  CREATE TABLE marks (
    at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, by TEXT, PRIMARY KEY (at, kind, text)
  ) STRICT, WITHOUT ROWID;
`

/** A file of its own beside the store: a power cut may cost it its last seconds, and never the store anything. */
export class SqliteSeriesStore implements SeriesStore {
  readonly #database: Connection
  readonly #statements
  readonly #putAll: (writes: readonly SeriesWrite[]) => void

  /** Opens the file, or makes it. Throws E_STORE_NEWER, E_RUNTIME, and SQLite's own errors. */
  constructor(file: string) {
    this.#database = openDatabase(file, { synchronous: 'NORMAL', exclusive: false })
    try {
      prepareFile(this.#database, file)
      this.#statements = statementsOf(this.#database)
    } catch (error) {
      this.#database.close()
      throw error
    }
    const { name, put } = this.#statements
    this.#putAll = this.#database.transaction((writes: readonly SeriesWrite[]) => {
      for (const { series, stepMs, bucket } of writes) {
        name.run(series)
        put.run({ ...bucket, series, step: stepMs })
      }
    })
  }

  put(writes: readonly SeriesWrite[]): void {
    this.#assertOpen()
    this.#putAll(writes)
  }

  read(series: string, stepMs: number, from: number, to: number): readonly SeriesBucket[] {
    this.#assertOpen()
    return this.#statements.read.all(series, stepMs, from, to)
  }

  names(): readonly string[] {
    this.#assertOpen()
    return this.#statements.names.all().toSorted()
  }

  trim(stepMs: number, before: number): void {
    this.#assertOpen()
    this.#statements.trim.run(stepMs, before)
  }

  putMark({ at, kind, text, by }: Mark): void {
    this.#assertOpen()
    this.#statements.putMark.run({ at, kind, text, by: by ?? null })
    this.#statements.trimMarks.run(MOST_MARKS)
  }

  marks(from: number, to: number, limit: number): readonly Mark[] {
    this.#assertOpen()
    return this.#statements.marks.all(from, to, limit).toReversed().map(markOf)
  }

  close(): void {
    this.#database.close()
  }

  #assertOpen(): void {
    if (!this.#database.open) throw new SrvraError('E_STORE_CLOSED', 'The series were closed; open the engine anew to read them.')
  }
}

function prepareFile(database: Connection, file: string): void {
  const form = database.pragma('user_version', { simple: true }) as number
  if (form > FORM)
    throw new SrvraError('E_STORE_NEWER', `${file} was written by a newer version; use that, or move the file away.`, { form })
  if (form === FORM) return
  database.transaction(() => {
    database.exec(form === 0 ? BUCKETS + MARKS : MARKS)
    database.pragma(`user_version = ${FORM}`)
  })()
}

type MarkRow = Omit<Mark, 'by'> & { readonly by: string | null }

function markOf({ by, ...mark }: MarkRow): Mark {
  return by === null ? mark : { ...mark, by }
}

function statementsOf(database: Connection) {
  return {
    name: database.prepare<[string]>('INSERT INTO series (name) VALUES (?) ON CONFLICT DO NOTHING'),
    put: database.prepare<[Record<string, string | number>]>(
      `INSERT OR REPLACE INTO buckets (series, step, at, count, sum, min, max, last)
       VALUES ((SELECT id FROM series WHERE name = @series), @step, @at, @count, @sum, @min, @max, @last)`,
    ),
    read: database.prepare<[string, number, number, number], SeriesBucket>(
      `SELECT at, count, sum, min, max, last FROM buckets
       WHERE series = (SELECT id FROM series WHERE name = ?) AND step = ? AND at >= ? AND at < ? ORDER BY at`,
    ),
    names: database
      .prepare<[], string>('SELECT name FROM series WHERE EXISTS (SELECT 1 FROM buckets WHERE buckets.series = series.id)')
      .pluck(),
    putMark: database.prepare<[MarkRow]>('INSERT OR REPLACE INTO marks (at, kind, text, by) VALUES (@at, @kind, @text, @by)'),
    trimMarks: database.prepare<[number]>(
      'DELETE FROM marks WHERE (at, kind, text) NOT IN (SELECT at, kind, text FROM marks ORDER BY at DESC LIMIT ?)',
    ),
    marks: database.prepare<[number, number, number], MarkRow>(
      'SELECT at, kind, text, by FROM marks WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT ?',
    ),
    trim: database.prepare<[number, number]>('DELETE FROM buckets WHERE step = ? AND at < ?'),
  }
}
