import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const RETRY_MS = 500
/** No build takes this long: what is older was left by one that was killed. */
const ABANDONED_MS = 3_600_000

/** Where this project keeps what is built once per machine: `$XDG_CACHE_HOME/srvra-sync`, outside the repository. */
export function cacheRoot(env: Record<string, string | undefined> = process.env, home: string = homedir()): string {
  const base = env['XDG_CACHE_HOME']
  // The XDG specification says that a relative path is to be ignored.
  return join(base !== undefined && base.startsWith('/') ? base : join(home, '.cache'), 'srvra-sync')
}

/** A short fingerprint of everything that an entry is made from: another recipe is another folder. */
export function recipeKey(parts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest('hex').slice(0, 12)
}

/**
 * Makes sure that `folder` exists, with `build` filling a temporary sibling that is then renamed into place:
 * a folder that is there is whole, whatever was interrupted. Of several processes one builds and the others wait.
 */
export async function buildOnce(folder: string, build: (target: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return
  await mkdir(dirname(folder), { recursive: true })
  const lock = await lockName(folder)
  try {
    if (existsSync(folder)) return
    await removeAbandoned(folder)
    await buildAndRename(folder, build)
  } finally {
    lock.close()
  }
}

async function buildAndRename(folder: string, build: (target: string) => Promise<void>): Promise<void> {
  const target = await mkdtemp(`${folder}.building-`)
  try {
    await build(target)
    // mkdtemp makes private folders; a finished entry may be read by every user of the cache.
    await chmod(target, 0o755)
    await rename(target, folder)
  } catch (error) {
    await rm(target, { recursive: true, force: true })
    // Where the lock is not shared (two containers over one cache) the other builder may have been first.
    if (!existsSync(folder)) throw error
  }
}

/** Half a gigabyte of a killed build must not stay for good. */
async function removeAbandoned(folder: string): Promise<void> {
  const parent = dirname(folder)
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${basename(folder)}.building-`)) continue
    const { mtimeMs } = await stat(join(parent, name))
    if (Date.now() - mtimeMs > ABANDONED_MS) await rm(join(parent, name), { recursive: true, force: true })
  }
}

/**
 * Holds a name in the kernel's abstract socket namespace. Unlike a lock file it goes away with its process,
 * so that a killed build never blocks the next one.
 */
async function lockName(folder: string): Promise<Server> {
  for (;;) {
    const server = await tryLock(`\0srvra-sync-${recipeKey([folder])}`)
    if (server !== undefined) return server
    await delay(RETRY_MS)
  }
}

function tryLock(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(name, () => resolve(server))
  })
}
