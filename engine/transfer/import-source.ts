import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { SrvraError } from '../core/errors.ts'
import type { TransferFormat } from './transfer-format.ts'
import { utf8Chunks } from './utf8-chunks.ts'

/** Small enough that the work on one chunk is over within a frame, large enough that reading is not what costs. */
const CHUNK_BYTES = 65_536

/** A file to import: read more than once, and noticed when it is no longer what was read before. */
export interface ImportSource {
  readonly file: string
  readonly sizeBytes: number
  /** Its bytes as UTF-8 chunks. Throws E_IMPORT_CHANGED when the file differs from when it was opened. */
  chunks(onBytes?: (bytes: number) => void): AsyncIterable<Buffer>
}

/** Throws E_FILE (absent, unreadable, not a plain file) and E_EMPTY. // T-5 */
export async function openImportSource(file: string): Promise<ImportSource> {
  const { size, mtimeMs, ino } = await fileState(file)
  if (size === 0) throw new SrvraError('E_EMPTY', `${file} is empty.`, { file })
  return {
    file,
    sizeBytes: size,
    async *chunks(onBytes) {
      yield* utf8Chunks(readBytes(file, onBytes))
      const now = await fileState(file)
      if (now.size !== size || now.mtimeMs !== mtimeMs || now.ino !== ino) {
        throw new SrvraError('E_IMPORT_CHANGED', `${file} was changed while it was read. Import it again when it is complete.`, {
          file,
        })
      }
    },
  }
}

/** The format that a file's content or, where that says nothing, its name tells. Throws E_IMPORT_FORMAT. // T-5 */
export async function detectFormat(source: ImportSource): Promise<TransferFormat> {
  let text = ''
  for await (const chunk of source.chunks()) {
    text = chunk.toString('utf8', 0, 4096).trimStart()
    if (text !== '') break
  }
  if (text.startsWith('[')) return 'json'
  if (text.startsWith('{')) return 'ndjson'
  const extension = extname(source.file).toLowerCase()
  if (extension === '.ndjson' || extension === '.jsonl') return 'ndjson'
  return extension === '.json' ? 'json' : 'csv'
}

async function* readBytes(file: string, onBytes?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const stream = createReadStream(file, { highWaterMark: CHUNK_BYTES })
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (bytes === 0) refuseBinary(file, chunk)
    bytes += chunk.length
    yield chunk
    onBytes?.(bytes)
  }
}

/** Another store or database is not data to import, whatever its name says; nothing of it is run or opened. */
function refuseBinary(file: string, chunk: Buffer): void {
  if (chunk.toString('latin1', 0, 16) !== 'SQLite format 3\0') return
  throw new SrvraError(
    'E_IMPORT_FORMAT',
    `${file} is a SQLite database, not JSON, NDJSON or CSV. Export its data to one of these first.`,
    { file },
  )
}

async function fileState(file: string): Promise<{ size: number; mtimeMs: number; ino: number }> {
  const state = await stat(file).catch((cause: unknown) => {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new SrvraError(
      'E_FILE',
      missing ? `There is no file ${file}.` : `${file} can not be read: ${(cause as Error).message}.`,
      { file },
      { cause },
    )
  })
  if (!state.isFile())
    throw new SrvraError(
      'E_FILE',
      `${file} is not a plain file. An import reads its file twice, so it can not be a folder, pipe or device.`,
      { file },
    )
  return state
}
