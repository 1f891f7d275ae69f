/** Numbered by their place, from 1, each run once in a transaction. Never edit one that was released: add another. */
export const consoleMigrations: readonly string[] = [
  `CREATE TABLE preferences (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE drafts (
     key TEXT PRIMARY KEY,
     text TEXT NOT NULL,
     base_version INTEGER NOT NULL,
     saved_at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE saved_filters (name TEXT PRIMARY KEY, filter TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE window_state (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     x INTEGER NOT NULL, y INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
     maximized INTEGER NOT NULL
   ) STRICT;`,
  `CREATE TABLE conflict_drafts (id TEXT PRIMARY KEY, text TEXT NOT NULL, saved_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  // Whose they are; nobody's name is empty: it is the person of the computer's account, while there are no users.
  `CREATE TABLE own_drafts (
     owner TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, base_version INTEGER NOT NULL, saved_at INTEGER NOT NULL,
     PRIMARY KEY (owner, key)
   ) STRICT;
   INSERT INTO own_drafts SELECT '', key, text, base_version, saved_at FROM drafts;
   DROP TABLE drafts;
   ALTER TABLE own_drafts RENAME TO drafts;
   CREATE TABLE own_conflict_drafts (
     owner TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, saved_at INTEGER NOT NULL, PRIMARY KEY (owner, id)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO own_conflict_drafts SELECT '', id, text, saved_at FROM conflict_drafts;
   DROP TABLE conflict_drafts;
   ALTER TABLE own_conflict_drafts RENAME TO conflict_drafts;`,
]
