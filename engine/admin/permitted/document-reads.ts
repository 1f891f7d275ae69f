import type { Storage } from '../../ports/storage.ts'

/** What of a store is read to show documents to people. */
export type DocumentReads = Pick<
  Storage,
  | 'storeId'
  | 'head'
  | 'horizon'
  | 'seqAt'
  | 'statistics'
  | 'verify'
  | 'compact'
  | 'read'
  | 'readVersion'
  | 'readAt'
  | 'history'
  | 'log'
  | 'scan'
  | 'rows'
  | 'list'
  | 'children'
>
