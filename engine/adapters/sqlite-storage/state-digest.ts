import type { Hash } from '../../core/json/index.ts'
import { StateDigest } from '../../core/log/digest.ts'
import type { DocumentLine } from './document-entry.ts'
import type { Tables } from './tables.ts'

const PAGE = 1000

/** The digest of the state after a position. */
export function stateDigest(tables: Tables, hash: Hash, atSeq: number): string {
  const digest = new StateDigest(hash)
  let after = 0
  for (let lines = tables.documents.lines(after, PAGE); lines.length > 0; lines = tables.documents.lines(after, PAGE)) {
    for (const line of lines) addToDigest(digest, tables, line, atSeq)
    after = lines.at(-1)?.id ?? after
  }
  return digest.toString()
}

/** Takes in a document as it was after a position; true when it was alive then. */
export function addToDigest(digest: StateDigest, { versions }: Tables, line: DocumentLine, atSeq: number): boolean {
  const row = versions.rowAt(line, atSeq)
  if (!row || row.hash === null) return false
  digest.add(line.key, row.version, row.hash)
  return true
}
