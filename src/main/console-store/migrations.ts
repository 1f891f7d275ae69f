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
]
