import { checkVersion, foreignFile } from './check-file.ts'
import type { Connection } from './open-database.ts'

/** One step of a schema, by its place in the list (from 1). Steps are never changed once released. */
export type Migration = string

/**
 * Brings a file to the newest schema, each step in a transaction of its own. `applicationId` marks our files. Throws
 * E_STORE_NEWER for a file from a newer version and E_STORE_FORMAT for a file that is not ours; both stay untouched.
 */
export function migrate(database: Connection, migrations: readonly Migration[], applicationId: number): void {
  const version = database.pragma('user_version', { simple: true }) as number
  const owner = database.pragma('application_id', { simple: true }) as number
  if (owner !== applicationId && !isEmpty(database, owner)) throw foreignFile(database.name)
  checkVersion(database.name, version, migrations.length)
  if (version === migrations.length) return
  migrations.slice(version).forEach((sql, index) => {
    database.transaction(() => {
      database.exec(sql)
      database.pragma(`application_id = ${applicationId}`)
      database.pragma(`user_version = ${version + index + 1}`)
    })()
  })
  // So that the file itself, and not only its log, says what it is.
  database.pragma('wal_checkpoint(TRUNCATE)')
}

function isEmpty(database: Connection, owner: number): boolean {
  return owner === 0 && database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
}
