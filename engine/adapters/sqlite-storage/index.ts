export { openSqliteStorage, type SqliteStorageOptions } from './open-sqlite-storage.ts'
