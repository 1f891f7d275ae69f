import { open, rename, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SrvraError } from '../core/errors.ts'

const BUFFER_CHARACTERS = 262_144

/**
 * Writes a file that is there whole or not at all: beside its place first, on the disk before it gets its name. `token`
 * makes the name of the passing file. Answers the bytes. Throws E_FILE_EXISTS, E_FILE, E_STORE_FULL's file twin E_DISK_FULL. // T-20
 */
export async function writeAtomically(
  file: string,
  pieces: AsyncIterable<string>,
  { overwrite, token }: { readonly overwrite: boolean; readonly token: string },
): Promise<number> {
  if (!overwrite && (await exists(file)))
    throw new SrvraError('E_FILE_EXISTS', `${file} exists. Choose another name, or say that it may be replaced.`, { file })
  const passing = join(dirname(file), `.${basename(file)}.${token}.part`)
  const handle = await open(passing, 'wx').catch((cause: unknown) => Promise.reject(fileError(file, cause)))
  try {
    const bytes = await writePieces(handle, pieces)
    await handle.sync()
    await handle.close()
    await rename(passing, file)
    await syncFolder(dirname(file))
    return bytes
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(passing, { force: true })
    throw error instanceof SrvraError ? error : fileError(file, error)
  }
}

async function writePieces(handle: FileHandle, pieces: AsyncIterable<string>): Promise<number> {
  let bytes = 0
  let held = ''
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(held)
    held = ''
    bytes += chunk.length
    await handle.writeFile(chunk)
  }
  for await (const piece of pieces) {
    held += piece
    if (held.length >= BUFFER_CHARACTERS) await flush()
  }
  await flush()
  return bytes
}

/** The new name is durable only with its folder. Windows can not open folders, and needs not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined
}

function fileError(file: string, cause: unknown): SrvraError {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC')
    return new SrvraError('E_DISK_FULL', `There is no space left to write ${file}. Nothing was written.`, { file }, { cause })
  if (code === 'ENOENT')
    return new SrvraError('E_FILE', `${file} can not be written: there is no folder ${dirname(file)}.`, { file }, { cause })
  return new SrvraError('E_FILE', `${file} can not be written: ${message}.`, { file }, { cause })
}
