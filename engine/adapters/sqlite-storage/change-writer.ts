import { diff } from '../../core/delta/index.ts'
import { canonicalText, rememberHash, type Hash, type JsonValue } from '../../core/json/index.ts'
import { chainLink } from '../../core/log/chain.ts'
import type { Change, DocumentMetadata } from '../../core/log/change.ts'
import { assertRises } from '../../core/log/check-append.ts'
import { isKeyframe } from '../../core/log/keyframe.ts'
import type { ChangeTable } from './change-table.ts'
import type { DocumentEntry, DocumentTable } from './document-table.ts'
import type { KeyframeTable } from './keyframe-table.ts'
import type { PrefixTable } from './prefix-table.ts'
import { FORM } from './schema.ts'

/** A delta of this much of the value's size, or more, is stored as the value: reading it then ends the walk. */
const WHOLE_FROM = 0.7
/** Below this many characters a delta would save nothing worth computing. */
const SMALL = 48
/** Nothing but the metadata changed. */
const SAME_VALUE = '{}'

export interface WriterParts {
  readonly documents: DocumentTable
  readonly changes: ChangeTable
  readonly keyframes: KeyframeTable
  readonly prefixes: PrefixTable
  readonly hash: Hash
}

interface Body {
  readonly form: number
  readonly body: string | null
}

const NO_BODY: Body = { form: FORM.none, body: null }

/** Writes changes inside a transaction: the log row, the document, now and then a keyframe. Holds no state of its own. */
export class ChangeWriter {
  readonly #parts: WriterParts

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  /** Writes one change after the chain's head; answers the document's new entry and the new head. */
  write(change: Change, before: DocumentEntry | undefined, chain: string): { readonly entry: DocumentEntry; readonly chain: string } {
    const { documents, changes, keyframes, prefixes, hash } = this.#parts
    assertRises(change, before?.version ?? 0)
    const { value } = change
    const text = value === undefined ? null : canonicalText(value)
    const digest = text === null ? null : hash(text)
    if (value !== undefined && digest !== null) rememberHash(value, hash, digest)
    const size = text === null ? 0 : Buffer.byteLength(text)
    const landmark = before !== undefined && isKeyframe(change.version, before.version, size)
    const body = bodyOf(value, text, landmark ? undefined : before?.document.value)
    const metadata = metadataText(change.metadata)
    const link = chainLink(chain, change, { hash: digest, sizeBytes: size, metadata }, hash)
    const entry = documents.write(change, before, { hash: digest, metadata, value: text }, size)
    changes.insert(change, { document: entry.id, previous: before?.seq ?? 0, size, hash: digest, chain: link, metadata, form: body.form, body: body.body })
    if (landmark) keyframes.put(entry.id, change.version, change.seq)
    const wasLive = before !== undefined && before.document.value !== undefined
    if (wasLive !== (value !== undefined)) prefixes.note(change.key, wasLive ? -1 : 1)
    return { entry, chain: link }
  }
}

function bodyOf(value: JsonValue | undefined, text: string | null, before: JsonValue | undefined): Body {
  if (value === undefined || text === null) return NO_BODY
  if (before === undefined || text.length < SMALL) return { form: FORM.whole, body: text }
  const delta = diff(before, value)
  const body = delta === undefined ? SAME_VALUE : canonicalText(delta)
  return body.length < WHOLE_FROM * text.length ? { form: FORM.delta, body } : { form: FORM.whole, body: text }
}

function metadataText(metadata: DocumentMetadata): string | null {
  for (const _ in metadata) return canonicalText(metadata as JsonValue)
  return null
}
