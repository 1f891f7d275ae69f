import { parseDelta } from '../delta/index.ts'
import type { DocumentMetadata } from '../log/change.ts'
import type { Fields } from './fields.ts'
import type { Content } from './frames.ts'

/** 43 characters of base64url, or what a keyed hash makes. */
const HASH = /^[\w-]{16,100}$/

/** The content of an operation or a change: a value, a delta, or nothing. */
export function parseContent(fields: Fields): Content {
  const value = fields.any('value')
  return {
    ...(value === undefined ? {} : { value }),
    ...fields.optional('delta', (from) => parseDelta(from.any('delta'))),
    ...fields.optional('hash', (from) => from.matching('hash', HASH, 'a content hash')),
    // Its members are checked where the document is written.
    ...fields.optional('metadata', (from) => from.object('metadata') as DocumentMetadata),
  }
}
