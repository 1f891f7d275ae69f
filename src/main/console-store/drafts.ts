import type { Database } from 'better-sqlite3'
import type { Draft } from '../../shared/contract.ts'

/** Text that somebody has not saved yet: everybody has their own. An owner is a user's name, or empty while there are no users. */
export interface Drafts {
  /** Latest first. */
  list(owner: string): readonly Draft[]
  save(owner: string, draft: Draft): void
  drop(owner: string, key: string): void
  /** What was begun before there were users is the first one's. */
  adopt(owner: string): void
}

export function createDrafts(database: Database): Drafts {
  const list = database.prepare<[string], Draft>(
    'SELECT key, text, base_version AS baseVersion, saved_at AS savedAt FROM drafts WHERE owner = ? ORDER BY saved_at DESC, key',
  )
  const save = database.prepare<[Draft & { readonly owner: string }]>(
    `INSERT INTO drafts (owner, key, text, base_version, saved_at) VALUES (@owner, @key, @text, @baseVersion, @savedAt)
     ON CONFLICT (owner, key) DO UPDATE SET text = excluded.text, base_version = excluded.base_version, saved_at = excluded.saved_at`,
  )
  const drop = database.prepare<[string, string]>('DELETE FROM drafts WHERE owner = ? AND key = ?')
  const adopt = database.prepare<[string]>("UPDATE OR REPLACE drafts SET owner = ? WHERE owner = ''")
  return {
    list: (owner) => list.all(owner),
    save: (owner, draft) => void save.run({ ...draft, owner }),
    drop: (owner, key) => void drop.run(owner, key),
    adopt: (owner) => void adopt.run(owner),
  }
}
