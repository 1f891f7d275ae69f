import type { Hash } from '../../core/json/index.ts'
import { ChangeTable } from './change-table.ts'
import { ChangeWriter } from './change-writer.ts'
import { DocumentTable } from './document-table.ts'
import { JournalTable } from './journal-table.ts'
import { KeyTree } from './key-tree.ts'
import { KeyframeTable } from './keyframe-table.ts'
import { Listing } from './listing.ts'
import { MetaTable } from './meta-table.ts'
import { Names } from './names.ts'
import type { Connection } from './open-database.ts'
import { OperationTable } from './operation-table.ts'
import { RecordTable } from './record-table.ts'
import { PrefixTable } from './prefix-table.ts'
import { Scanner } from './scan.ts'
import { StoreSizes } from './store-sizes.ts'
import { VersionReader } from './version-reader.ts'

/** Everything that works on one open file, wired. */
export interface Tables {
  readonly meta: MetaTable
  readonly names: Names
  readonly documents: DocumentTable
  readonly changes: ChangeTable
  readonly keyframes: KeyframeTable
  readonly prefixes: PrefixTable
  readonly versions: VersionReader
  readonly writer: ChangeWriter
  readonly listing: Listing
  readonly tree: KeyTree
  readonly scanner: Scanner
  readonly sizes: StoreSizes
  readonly records: RecordTable
  readonly operations: OperationTable
  readonly journal: JournalTable
}

/** `makeId` names a store that is new. */
export function createTables(database: Connection, hash: Hash, makeId: () => string): Tables {
  const meta = new MetaTable(database, hash, makeId)
  const names = new Names(database)
  const documents = new DocumentTable(database, names, hash)
  const changes = new ChangeTable(database, names, meta.storeId)
  const keyframes = new KeyframeTable(database)
  const prefixes = new PrefixTable(database)
  const versions = new VersionReader({ changes, keyframes, names, hash })
  const writer = new ChangeWriter({ documents, changes, keyframes, prefixes, hash })
  const listing = new Listing(database, { names, versions })
  const tree = new KeyTree(database, prefixes)
  const scanner = new Scanner(database, { names, versions })
  const sizes = new StoreSizes(database, prefixes)
  const records = new RecordTable(database, hash)
  const operations = new OperationTable(database)
  const journal = new JournalTable(database, hash)
  return {
    records,
    operations,
    journal,
    meta,
    names,
    documents,
    changes,
    keyframes,
    prefixes,
    versions,
    writer,
    listing,
    tree,
    scanner,
    sizes,
  }
}
