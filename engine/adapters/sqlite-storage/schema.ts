import type { Migration } from './migrations.ts'

/** 'SRVR' in ASCII. */
export const APPLICATION_ID = 0x53525652

/**
 * `changes` is the log; all else follows from it. A change names its document by number and knows the key's change
 * before it (`previous`), so history needs no index and a write touches one page of each of two trees. `keyframes` says
 * where the landmarks of a long history lie; their values are in the log.
 */
const FIRST: Migration = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    created_seq INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    readable_from INTEGER NOT NULL,
    hash TEXT,
    metadata TEXT,
    value TEXT
  ) STRICT;

  CREATE TABLE changes (
    seq INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    version INTEGER NOT NULL,
    base_version INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    at INTEGER NOT NULL,
    hlc TEXT NOT NULL,
    actor INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    op_id TEXT,
    batch INTEGER,
    reason TEXT,
    cause TEXT,
    size INTEGER NOT NULL,
    hash TEXT,
    chain TEXT NOT NULL,
    metadata TEXT,
    form INTEGER NOT NULL,
    body TEXT
  ) STRICT;

  CREATE UNIQUE INDEX changes_by_operation ON changes (op_id) WHERE op_id IS NOT NULL;

  CREATE TABLE keyframes (
    document INTEGER NOT NULL,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (document, version)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX keyframes_by_position ON keyframes (document, seq);

  CREATE TABLE prefixes (path TEXT PRIMARY KEY, documents INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/**
 * `records` is what features keep beside the log. `operations` remembers, for a while, ids whose changes a compaction let
 * go, so that an operation that comes again is known.
 */
const SECOND: Migration = `
  CREATE TABLE records (
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    value TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (collection, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE operations (
    op_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    document INTEGER NOT NULL,
    version INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    hash TEXT,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX operations_by_age ON operations (at);
`

/** `journal` keeps writes of records in their order, while somebody copies the store as it changes. Its numbers never come again. */
const THIRD: Migration = `
  CREATE TABLE journal (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    seq INTEGER NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    value TEXT,
    hash TEXT NOT NULL
  ) STRICT;
`

export const MIGRATIONS: readonly Migration[] = [FIRST, SECOND, THIRD]

/** The order is part of the format: a kind is stored as its index. */
export const KINDS = ['set', 'delete', 'merge', 'rollback', 'restore', 'import'] as const
export const PRIORITIES = ['critical', 'high', 'normal', 'low'] as const

/** What the body of a change is: nothing (a deletion, or let go), a delta on the version before, or the whole value. */
export const FORM = { none: 0, delta: 1, whole: 2 } as const
