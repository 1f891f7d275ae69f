import type { Database } from 'better-sqlite3'
import type { ConflictDraft } from '../../shared/contract.ts'

/** Choices for conflicts that were not applied yet. */
export interface ConflictDrafts {
  /** Latest first. */
  list(): readonly ConflictDraft[]
  save(draft: ConflictDraft): void
  drop(id: string): void
}

export function createConflictDrafts(database: Database): ConflictDrafts {
  const list = database.prepare<[], ConflictDraft>(
    'SELECT id, text, saved_at AS savedAt FROM conflict_drafts ORDER BY saved_at DESC, id',
  )
  const save = database.prepare<[ConflictDraft]>(
    `INSERT INTO conflict_drafts (id, text, saved_at) VALUES (@id, @text, @savedAt)
     ON CONFLICT (id) DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at`,
  )
  const drop = database.prepare<[string]>('DELETE FROM conflict_drafts WHERE id = ?')
  return {
    list: () => list.all(),
    save: (draft) => void save.run(draft),
    drop: (id) => void drop.run(id),
  }
}
