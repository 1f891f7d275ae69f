import type { Database } from 'better-sqlite3'
import { SrvraError } from '../../../engine/core/errors.ts'

/** Brings a database to the newest schema. Throws E_STORE_NEWER, and touches nothing, when it is from a later program. */
export function migrate(database: Database, migrations: readonly string[]): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version > migrations.length) {
    throw new SrvraError(
      'E_STORE_NEWER',
      `${database.name} was written by a newer version of this program (schema ${version}, this one knows ${migrations.length}). Update the program.`,
      { actual: version, limit: migrations.length },
    )
  }
  for (let next = version; next < migrations.length; next++) {
    database.transaction(() => {
      database.exec(migrations[next] ?? '')
      database.pragma(`user_version = ${next + 1}`)
    })()
  }
}
