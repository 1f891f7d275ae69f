import { closeSync, openSync, readSync } from 'node:fs'
import { SrvraError } from '../../core/errors.ts'

const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\0'
// Places in the header of an SQLite file; all numbers are big-endian.
const PAGES_AT = 28
const USER_VERSION_AT = 60
const APPLICATION_AT = 68

/** What a file must be to be ours. */
export interface FileFormat {
  readonly applicationId: number
  /** The newest format that this program knows. */
  readonly version: number
}

/**
 * Looks at a file before SQLite touches it (L-13): opening would change it. A file that is absent, empty or an SQLite file
 * without content may become ours. Throws E_STORE_FORMAT and E_STORE_NEWER.
 */
export function checkFile(file: string, format: FileFormat): void {
  const header = readHeader(file)
  if (header === undefined || header.length === 0) return
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new SrvraError('E_STORE_FORMAT', `${file} is no SQLite file; choose another folder.`, { file })
  }
  const application = header.readUInt32BE(APPLICATION_AT)
  if (application === format.applicationId) checkVersion(file, header.readUInt32BE(USER_VERSION_AT), format.version)
  else if (application !== 0 || header.readUInt32BE(PAGES_AT) > 1) throw foreignFile(file)
}

export function checkVersion(file: string, version: number, known: number): void {
  if (version <= known) return
  const message = `${file} was written by a newer version (format ${version}, this one knows ${known}); update this program.`
  throw new SrvraError('E_STORE_NEWER', message, { file, format: version, known })
}

export function foreignFile(file: string): SrvraError {
  return new SrvraError('E_STORE_FORMAT', `${file} is an SQLite file of another program; choose another folder.`, { file })
}

function readHeader(file: string): Buffer | undefined {
  let handle: number
  try {
    handle = openSync(file, 'r')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    return header.subarray(0, readSync(handle, header, 0, HEADER_BYTES, 0))
  } finally {
    closeSync(handle)
  }
}
