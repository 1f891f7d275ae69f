import { SrvraError } from '../../core/errors.ts'
import type { Hash } from '../../core/json/index.ts'
import type { Random } from '../../ports/random.ts'
import { nodeSha256 } from '../node-hash.ts'
import { systemRandom } from '../system-random.ts'
import { checkFile } from './check-file.ts'
import { judge } from './failures.ts'
import { assertNotBehind, HighWaterMark, readMark } from './high-water-mark.ts'
import { readHead } from './log-head.ts'
import { migrate } from './migrations.ts'
import { assertSynchronous, openDatabase, type Connection, type Synchronous } from './open-database.ts'
import { APPLICATION_ID, MIGRATIONS } from './schema.ts'
import { finishReplacing } from './replace-store.ts'
import { SqliteStorage } from './sqlite-storage.ts'
import { claimFolder, lockedBy, noteOwner, openFolder, releaseFolder, syncFolder, type StoreFolder } from './store-folder.ts'
import { StoreGuard } from './store-guard.ts'
import { createTables } from './tables.ts'

export interface SqliteStorageOptions {
  /** The folder of the store; made when it is not there. */
  readonly dir: string
  /** FULL (the default): on the disk before a write answers. NORMAL: a power cut may take the last writes. */
  readonly synchronous?: Synchronous
  readonly hash?: Hash
  readonly random?: Random
}

/**
 * Opens a store on SQLite, alone: anybody else gets E_STORE_LOCKED. Throws E_RUNTIME, E_STORE_NEWER, E_STORE_FORMAT,
 * E_STORE_FULL, E_STORE_IO, and E_STORE_CORRUPT when the files are damaged or acknowledged changes are missing.
 */
export function openSqliteStorage(options: SqliteStorageOptions): SqliteStorage {
  const folder = openFolder(options.dir)
  claimFolder(folder)
  try {
    return openClaimed(folder, options)
  } catch (error) {
    releaseFolder(folder)
    throw error
  }
}

function openClaimed(folder: StoreFolder, options: SqliteStorageOptions): SqliteStorage {
  const { synchronous = 'FULL' } = options
  finishReplacing(folder.dir)
  checkFile(folder.database, { applicationId: APPLICATION_ID, version: MIGRATIONS.length })
  const database = openAlone(folder, synchronous)
  try {
    migrate(database, MIGRATIONS, APPLICATION_ID)
    assertSynchronous(database, synchronous)
    noteOwner(folder)
    const storage = assemble(database, folder, options)
    syncFolder(folder)
    return storage
  } catch (error) {
    database.close()
    throw openingError(error, folder)
  }
}

function assemble(database: Connection, folder: StoreFolder, options: SqliteStorageOptions): SqliteStorage {
  const { hash = nodeSha256, random = systemRandom } = options
  const tables = createTables(database, hash, () => random.token(9))
  const { changes, meta } = tables
  const head = readHead(changes, meta.horizon)
  const mark = readMark(folder.mark)
  if (mark) assertNotBehind(head, meta.horizon, mark, changes, folder.mark)
  return new SqliteStorage({
    database,
    folder,
    tables,
    hash,
    mark: new HighWaterMark(folder.mark, head),
    marksCommits: options.synchronous !== 'NORMAL',
    guard: new StoreGuard(folder.database),
    head,
  })
}

function openAlone(folder: StoreFolder, synchronous: Synchronous): Connection {
  try {
    return openDatabase(folder.database, { synchronous, exclusive: true })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') throw lockedBy(folder, error)
    throw openingError(error, folder)
  }
}

/** A schema that SQLite cannot make sense of is damage, too: the statements themselves are right. */
function openingError(error: unknown, folder: StoreFolder): unknown {
  const judged = judge(error, folder.database)?.error
  if (judged) return judged
  if ((error as { code?: unknown }).code !== 'SQLITE_ERROR') return error
  return new SrvraError(
    'E_STORE_CORRUPT',
    `${folder.database} is damaged: restore it from a backup.`,
    { file: folder.database },
    { cause: error },
  )
}
