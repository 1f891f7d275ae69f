import { SrvraError } from '../core/errors.ts'
import { entryOfRow } from './import-entry.ts'
import type { ImportEntry, RowMapping } from './import-entry.ts'
import type { ImportRow } from './import-row.ts'
import type { ImportSource } from './import-source.ts'
import { readRows } from './read-rows.ts'
import type { RowReading } from './read-rows.ts'
import { slices } from './slices.ts'
import type { TransferHooks, TransferProgress } from './transfer-format.ts'

/** Everything that says what a file's rows mean, the same for each pass over it. */
export interface ImportWork {
  readonly source: ImportSource
  readonly reading: RowReading
  readonly mapping: RowMapping
  readonly hooks: TransferHooks
}

/** Which pass this is, of how many: progress counts the bytes of all of them. */
export interface PassPlace {
  readonly phase: TransferProgress['phase']
  readonly pass: number
  readonly passes: number
}

export interface BadRow {
  readonly row: number
  readonly line: number
  readonly problem: SrvraError
}

/** One row after the other as what it would write or what is wrong with it, in bounded slices. */
export async function* importPass(work: ImportWork, place: PassPlace): AsyncGenerator<readonly (ImportEntry | BadRow)[]> {
  const { source, hooks } = work
  let bytes = 0
  let rows = 0
  for await (const list of readRows(
    source.chunks((read) => (bytes = read)),
    work.reading,
  )) {
    for await (const slice of slices(list, hooks.signal)) {
      const before = rows
      yield slice.map((read, index) => mapRow(read, before + index + 1, work.mapping))
      rows += slice.length
    }
    hooks.onProgress?.({
      phase: place.phase,
      done: place.pass * source.sizeBytes + bytes,
      total: place.passes * source.sizeBytes,
      rows,
    })
  }
}

function mapRow(read: ImportRow, row: number, mapping: RowMapping): ImportEntry | BadRow {
  try {
    return entryOfRow(read, row, mapping)
  } catch (error) {
    if (!(error instanceof SrvraError)) throw error
    return { row, line: read.line, problem: error }
  }
}
