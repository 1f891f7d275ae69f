import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import type { Stats } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm, unlink } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { SrvraError } from '../../core/errors.ts'
import { LARGEST_OBJECT, isObjectName } from '../../ports/backup-target.ts'
import type { BackupObject, BackupTarget } from '../../ports/backup-target.ts'
import type { FolderTargetOptions } from '../../ports/target-options.ts'
import { diskFailure, notPlain } from './folder-failures.ts'
import { assertObjectName, assertObjectSize, missingObject } from './refusals.ts'

/** What is on its way to a name. No object may be called so. */
const PASSING = /^\.[a-z0-9._-]+\.[0-9a-f]{16}\.part$/u
/** Nobody takes longer to write 32 MiB: what is older was left by a process that ended. */
const STALE_MS = 3_600_000

/** Where the system has them: neither a link is followed nor a pipe waited for. Elsewhere `lstat` tells them apart. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Opens a target in a folder of its own, which it makes (0700) when its parent is there. What a crash left half-written is
 * cleaned up. Rejects with E_BACKUP_TARGET when the folder can not be made or entered, or is a link or no folder.
 */
export async function openFolderTarget({ folder }: FolderTargetOptions, now: () => number = Date.now): Promise<BackupTarget> {
  const name = `folder ${folder}`
  await makeFolder(name, folder)
  await sweep(name, folder, now())
  return new FolderTarget(name, folder)
}

class FolderTarget implements BackupTarget {
  readonly name: string
  readonly #folder: string

  constructor(name: string, folder: string) {
    this.name = name
    this.#folder = folder
  }

  async put(name: string, content: Uint8Array, signal?: AbortSignal): Promise<void> {
    assertObjectName(this.name, name)
    assertObjectSize(this.name, name, content.byteLength)
    const passing = join(this.#folder, `.${name}.${randomBytes(8).toString('hex')}.part`)
    await this.#attempt('written', name, signal, async () => {
      try {
        await writeWhole(passing, content, signal)
        signal?.throwIfAborted()
        await rename(passing, join(this.#folder, name))
      } catch (error) {
        await rm(passing, { force: true }).catch(() => undefined)
        throw error
      }
      await syncFolder(this.#folder)
    })
  }

  async get(name: string, signal?: AbortSignal): Promise<Uint8Array> {
    assertObjectName(this.name, name)
    return this.#attempt('read', name, signal, async () => {
      const handle = await this.#openPlain(name)
      try {
        return await this.#readWhole(name, handle, signal)
      } finally {
        await handle.close()
      }
    })
  }

  async list({
    after = '',
    limit,
    signal,
  }: {
    after?: string
    limit: number
    signal?: AbortSignal
  }): Promise<readonly BackupObject[]> {
    return this.#attempt('listed', undefined, signal, async () => {
      const names = (await readdir(this.#folder)).filter((name) => isObjectName(name) && name > after).toSorted()
      const objects: BackupObject[] = []
      for (const name of names) {
        if (objects.length >= limit) break
        signal?.throwIfAborted()
        const entry = await lstat(join(this.#folder, name)).catch(absent)
        if (entry?.isFile() === true) objects.push({ name, bytes: entry.size })
      }
      return objects
    })
  }

  async remove(name: string, signal?: AbortSignal): Promise<void> {
    assertObjectName(this.name, name)
    await this.#attempt('removed', name, signal, async () => {
      const path = join(this.#folder, name)
      const entry = await this.#look(name)
      if (!entry) return
      if (!entry.isFile()) throw notPlain(this.name, name)
      await unlink(path).catch(absent)
    })
  }

  /** What stands under a name, if anything. That the folder itself is gone is a failure: its objects may well be there. */
  async #look(name: string): Promise<Stats | undefined> {
    const entry = await lstat(join(this.#folder, name)).catch(absent)
    if (!entry) await lstat(this.#folder)
    return entry
  }

  async #openPlain(name: string): Promise<FileHandle> {
    const path = join(this.#folder, name)
    const entry = await this.#look(name)
    if (!entry) throw missingObject(this.name, name)
    if (!entry.isFile()) throw notPlain(this.name, name)
    // Between the look and the opening somebody may have put something else there: hence O_NOFOLLOW, and the second look.
    const handle = await open(path, READ).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ELOOP' ? notPlain(this.name, name) : error
    })
    if ((await handle.stat()).isFile()) return handle
    await handle.close()
    throw notPlain(this.name, name)
  }

  async #readWhole(name: string, handle: FileHandle, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const { size } = await handle.stat()
    assertObjectSize(this.name, name, size)
    const content = Buffer.alloc(size)
    let read = 0
    while (read < size) {
      signal?.throwIfAborted()
      const { bytesRead } = await handle.read(content, read, Math.min(size - read, LARGEST_OBJECT / 32), read)
      if (bytesRead === 0) break
      read += bytesRead
    }
    return content.subarray(0, read)
  }

  /** Runs an act, so that whatever the disk says comes out as E_BACKUP_TARGET. */
  async #attempt<Result>(
    done: string,
    object: string | undefined,
    signal: AbortSignal | undefined,
    act: () => Promise<Result>,
  ): Promise<Result> {
    signal?.throwIfAborted()
    try {
      return await act()
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason
      throw error instanceof SrvraError ? error : diskFailure(this.name, done, object, error)
    }
  }
}

async function makeFolder(name: string, folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    const entry = await lstat(folder)
    if (entry.isDirectory()) return
  } catch (error) {
    throw diskFailure(name, 'opened', undefined, error)
  }
  const message = `${folder} is not a folder itself; name the folder that backups are to be kept in.`
  throw new SrvraError('E_BACKUP_TARGET', message, { target: name, cause: 'ENOTDIR' })
}

/** Removes what a process that ended in the middle of a write left behind. */
async function sweep(name: string, folder: string, now: number): Promise<void> {
  try {
    for (const left of (await readdir(folder)).filter((entry) => PASSING.test(entry))) {
      const path = join(folder, left)
      const entry = await lstat(path).catch(absent)
      if (entry?.isFile() === true && now - entry.mtimeMs > STALE_MS) await unlink(path).catch(absent)
    }
  } catch (error) {
    throw diskFailure(name, 'opened', undefined, error)
  }
}

async function writeWhole(path: string, content: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(content, { signal })
    await handle.sync()
  } finally {
    await handle.close()
  }
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

/** Somebody else may have removed it meanwhile. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
  return undefined
}
