import type { Database } from 'better-sqlite3'
import type { ConflictDraft } from '../../shared/contract.ts'

/** Choices for conflicts that were not applied yet; everybody has their own, as with drafts. */
export interface ConflictDrafts {
  /** Latest first. */
  list(owner: string): readonly ConflictDraft[]
  save(owner: string, draft: ConflictDraft): void
  drop(owner: string, id: string): void
  /** What was begun before there were users is the first one's. */
  adopt(owner: string): void
}

export function createConflictDrafts(database: Database): ConflictDrafts {
  const list = database.prepare<[string], ConflictDraft>(
    'SELECT id, text, saved_at AS savedAt FROM conflict_drafts WHERE owner = ? ORDER BY saved_at DESC, id',
  )
  const save = database.prepare<[ConflictDraft & { readonly owner: string }]>(
    `INSERT INTO conflict_drafts (owner, id, text, saved_at) VALUES (@owner, @id, @text, @savedAt)
     ON CONFLICT (owner, id) DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at`,
  )
  const drop = database.prepare<[string, string]>('DELETE FROM conflict_drafts WHERE owner = ? AND id = ?')
  const adopt = database.prepare<[string]>("UPDATE OR REPLACE conflict_drafts SET owner = ? WHERE owner = ''")
  return {
    list: (owner) => list.all(owner),
    save: (owner, draft) => void save.run({ ...draft, owner }),
    drop: (owner, id) => void drop.run(owner, id),
    adopt: (owner) => void adopt.run(owner),
  }
}
