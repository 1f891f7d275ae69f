import { diff } from '../../core/delta/index.ts'
import { canonicalText, rememberHash, type Hash, type JsonValue } from '../../core/json/index.ts'
import { chainLink } from '../../core/log/chain.ts'
import type { Change, DocumentMetadata } from '../../core/log/change.ts'
import { assertRises } from '../../core/log/check-append.ts'
import { isKeyframe } from '../../core/log/keyframe.ts'
import type { ChangeTable } from './change-table.ts'
import type { DocumentEntry } from './document-entry.ts'
import type { DocumentTable, DocumentTexts } from './document-table.ts'
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

interface Texts extends DocumentTexts {
  /** Bytes of the value's text. */
  readonly size: number
}

/** Writes changes inside a transaction: the log row, the document, now and then a keyframe. Holds no state of its own. */
export class ChangeWriter {
  readonly #parts: WriterParts

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  /** Writes one change after the chain's head; answers the document's new entry and the new head. */
  write(
    change: Change,
    before: DocumentEntry | undefined,
    chain: string,
  ): { readonly entry: DocumentEntry; readonly chain: string } {
    assertRises(change, before?.version ?? 0)
    const texts = this.#textsOf(change)
    const entry = this.#parts.documents.write(change, before, texts, texts.size)
    const link = this.#log(change, before, entry.id, texts, chain)
    const wasLive = before !== undefined && before.document.value !== undefined
    const lives = change.value !== undefined
    if (wasLive !== lives) this.#parts.prefixes.note(change.key, lives ? 1 : -1)
    return { entry, chain: link }
  }

  #textsOf({ value, metadata }: Change): Texts {
    const stored = metadataText(metadata)
    if (value === undefined) return { value: null, hash: null, metadata: stored, size: 0 }
    const text = canonicalText(value)
    const digest = this.#parts.hash(text)
    rememberHash(value, this.#parts.hash, digest)
    return { value: text, hash: digest, metadata: stored, size: Buffer.byteLength(text) }
  }

  /** Writes the log row; answers its link of the chain. */
  #log(change: Change, before: DocumentEntry | undefined, document: number, texts: Texts, chain: string): string {
    const { changes, keyframes, hash } = this.#parts
    const { size, metadata } = texts
    const landmark = before !== undefined && isKeyframe(change.version, before.version, size)
    const { form, body } = bodyOf(change.value, texts.value, landmark ? undefined : before?.document.value)
    const link = chainLink(chain, change, { hash: texts.hash, sizeBytes: size, metadata }, hash)
    changes.insert(change, { document, previous: before?.seq ?? 0, size, hash: texts.hash, chain: link, metadata, form, body })
    if (landmark) keyframes.put(document, change.version, change.seq)
    return link
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
