export { migrate, type Migration } from './migrations.ts'
export { openDatabase, type Connection } from './open-database.ts'
export { openSqliteStorage, type SqliteStorageOptions } from './open-sqlite-storage.ts'
