import type { Database } from 'better-sqlite3'
import { createConflictDrafts, type ConflictDrafts } from './conflict-drafts.ts'
import { createDrafts, type Drafts } from './drafts.ts'
import { migrate } from './migrate.ts'
import { consoleMigrations } from './migrations.ts'
import { createPreferenceStore, type PreferenceStore } from './preference-store.ts'
import { createSavedFilters, type SavedFilters } from './saved-filters.ts'
import { createWindowStates, type WindowStates } from './window-states.ts'

/** What belongs to this operator at this machine, and not to the engine's documents. */
export interface ConsoleStore {
  readonly drafts: Drafts
  readonly conflictDrafts: ConflictDrafts
  readonly filters: SavedFilters
  readonly preferences: PreferenceStore
  readonly windows: WindowStates
  readonly sqliteVersion: string
  close(): void
}

/** Takes over an open database, brings it up to date, and owns it from then on. */
export function createConsoleStore(database: Database): ConsoleStore {
  migrate(database, consoleMigrations)
  return {
    drafts: createDrafts(database),
    conflictDrafts: createConflictDrafts(database),
    filters: createSavedFilters(database),
    preferences: createPreferenceStore(database),
    windows: createWindowStates(database),
    sqliteVersion: String(database.prepare('SELECT sqlite_version()').pluck().get()),
    close: () => void database.close(),
  }
}
