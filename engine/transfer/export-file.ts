import { SrvraError } from '../core/errors.ts'
import { formatInstant } from '../core/query/index.ts'
import type { Storage } from '../ports/storage.ts'
import { writeAtomically } from './atomic-file.ts'
import { cellsOfDocument } from './csv-cells.ts'
import type { ExportOptions, ExportReport } from './export-plan.ts'
import { exportText } from './export-text.ts'
import { readDocuments } from './read-documents.ts'
import type { DocumentSelection } from './read-documents.ts'
import type { TransferEngine } from './transfer-engine.ts'
import type { TransferHooks, TransferProgress } from './transfer-format.ts'

/** A table wider than this is no table any more. */
const MAX_COLUMNS = 10_000

type ReadEngine = Pick<TransferEngine, 'storage' | 'hash'>

/**
 * Writes documents of one state of the store to a file, which appears whole or not at all. Throws E_FILE,
 * E_FILE_EXISTS, E_DISK_FULL, E_CANCELLED, E_COMPACTED, E_EXPORT_COLUMNS. // T-20, T-21
 */
export async function exportFile(
  engine: ReadEngine,
  options: ExportOptions & { readonly file: string; readonly overwrite?: boolean; readonly token: string },
  hooks: TransferHooks = {},
): Promise<ExportReport> {
  const { pieces, report } = exportPieces(engine, options, hooks)
  const bytes = await writeAtomically(options.file, pieces, { overwrite: options.overwrite === true, token: options.token })
  return { ...report(), bytes }
}

/** The same as text for any other destination; `report` tells how many documents there were so far. */
export function exportPieces(
  { storage, hash }: ReadEngine,
  options: ExportOptions,
  hooks: TransferHooks = {},
): { readonly pieces: AsyncGenerator<string>; readonly report: () => Omit<ExportReport, 'bytes'> } {
  const selection = selectDocuments(storage, options)
  let documents = 0
  async function* pieces(): AsyncGenerator<string> {
    const columns = options.format === 'csv' ? await collectColumns(storage, selection, hooks) : []
    const text = exportText(options.format, options.metadata === true ? hash : undefined, columns)
    yield text.begin
    const tell = progressTeller(storage, 'writing', hooks)
    for await (const page of readDocuments(storage, selection, hooks.signal)) {
      if (page.documents.length > 0) yield text.page(page.documents, documents === 0)
      documents += page.documents.length
      tell(page.examined, documents)
    }
    yield text.end
  }
  return { pieces: pieces(), report: () => ({ format: options.format, documents, seq: selection.seq }) }
}

function selectDocuments(storage: Storage, { filter = { terms: [] }, keys, at }: ExportOptions): DocumentSelection {
  const seq = at === undefined ? storage.head().seq : storage.seqAt(at)
  const horizon = storage.horizon()
  if (seq < horizon.seq) {
    const message = `History begins at ${formatInstant(horizon.at)}: what the store was before has been compacted away.`
    throw new SrvraError('E_COMPACTED', message, { oldest: horizon.at })
  }
  return { filter, seq, ...(keys === undefined ? {} : { keys }) }
}

/** The columns of all documents, in order of first appearance: a table is as wide as its widest row. */
async function collectColumns(storage: Storage, selection: DocumentSelection, hooks: TransferHooks): Promise<readonly string[]> {
  const columns = new Set<string>()
  const tell = progressTeller(storage, 'collecting', hooks)
  let rows = 0
  for await (const page of readDocuments(storage, selection, hooks.signal)) {
    for (const { value } of page.documents) for (const name of cellsOfDocument(value ?? null).keys()) columns.add(name)
    if (columns.size > MAX_COLUMNS) {
      throw new SrvraError(
        'E_EXPORT_COLUMNS',
        `The documents have more than ${MAX_COLUMNS} different fields, too many for a table. Export them as NDJSON.`,
        { limit: MAX_COLUMNS },
      )
    }
    tell(page.examined, (rows += page.documents.length))
  }
  return [...columns]
}

function progressTeller(
  storage: Storage,
  phase: TransferProgress['phase'],
  hooks: TransferHooks,
): (examined: number, rows: number) => void {
  const total = hooks.onProgress === undefined ? 0 : storage.statistics().documents
  let done = 0
  return (examined, rows) => {
    done += examined
    hooks.onProgress?.({ phase, done: Math.min(done, total), total, rows })
  }
}
