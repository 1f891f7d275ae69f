import type { Database } from 'better-sqlite3'
import type { SavedFilter } from '../../shared/contract.ts'

export interface SavedFilters {
  /** By name. */
  list(): readonly SavedFilter[]
  save(filter: SavedFilter): void
  drop(name: string): void
}

export function createSavedFilters(database: Database): SavedFilters {
  const list = database.prepare<[], SavedFilter>('SELECT name, filter FROM saved_filters ORDER BY name')
  const save = database.prepare<[SavedFilter]>(
    'INSERT INTO saved_filters (name, filter) VALUES (@name, @filter) ON CONFLICT (name) DO UPDATE SET filter = excluded.filter',
  )
  const drop = database.prepare<[string]>('DELETE FROM saved_filters WHERE name = ?')
  return {
    list: () => list.all(),
    save: (filter) => void save.run(filter),
    drop: (name) => void drop.run(name),
  }
}
