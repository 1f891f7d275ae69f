import type { Database } from 'better-sqlite3'
import type { Draft } from '../../shared/contract.ts'

export interface Drafts {
  /** Latest first. */
  list(): readonly Draft[]
  save(draft: Draft): void
  drop(key: string): void
}

export function createDrafts(database: Database): Drafts {
  const list = database.prepare<[], Draft>(
    'SELECT key, text, base_version AS baseVersion, saved_at AS savedAt FROM drafts ORDER BY saved_at DESC, key',
  )
  const save = database.prepare<[Draft]>(
    `INSERT INTO drafts (key, text, base_version, saved_at) VALUES (@key, @text, @baseVersion, @savedAt)
     ON CONFLICT (key) DO UPDATE SET text = excluded.text, base_version = excluded.base_version, saved_at = excluded.saved_at`,
  )
  const drop = database.prepare<[string]>('DELETE FROM drafts WHERE key = ?')
  return {
    list: () => list.all(),
    save: (draft) => void save.run(draft),
    drop: (key) => void drop.run(key),
  }
}
