import { diff } from '../../core/delta/index.ts'
import { SrvraError } from '../../core/errors.ts'
import { canonicalText, rememberHash, sizeBytes, type Hash, type JsonValue } from '../../core/json/index.ts'
import { chainLink } from '../../core/log/chain.ts'
import type { Change } from '../../core/log/change.ts'
import type { StoredDocument } from '../../ports/storage.ts'
import type { ChangeTable } from './change-table.ts'
import type { DocumentEntry, DocumentTable, DocumentTexts } from './document-table.ts'
import { KEYFRAME_EVERY, type KeyframeTable } from './keyframe-table.ts'
import type { PrefixTable } from './prefix-table.ts'
import { FORM } from './schema.ts'

/** A delta this much of the value's size, or more, is stored as the value: reading it then ends the walk. */
const WHOLE_FROM = 0.7

export interface WriterParts {
  readonly documents: DocumentTable
  readonly changes: ChangeTable
  readonly keyframes: KeyframeTable
  readonly prefixes: PrefixTable
  readonly hash: Hash
}

interface Body {
  readonly form: number
  readonly text: string | null
}

/** Writes changes inside a transaction: the log row, the document, now and then a keyframe. Holds no state of its own. */
export class ChangeWriter {
  readonly #parts: WriterParts

  constructor(parts: WriterParts) {
    this.#parts = parts
  }

  /** Writes one change after the chain's head; answers the document's new entry and the new head. */
  write(change: Change, before: DocumentEntry | undefined, chain: string): { readonly entry: DocumentEntry; readonly chain: string } {
    checkVersion(change, before)
    const { documents, changes, keyframes, prefixes, hash } = this.#parts
    const texts = this.#texts(change)
    const body = bodyOf(change, before?.document.value, texts.value)
    const link = chainLink(chain, change, { hash: texts.hash, metadata: texts.metadata }, hash)
    const entry = before ? documents.update(before, documentOf(change, before), texts) : documents.insert(documentOf(change, undefined), texts)
    changes.insert(change, {
      document: entry.id,
      previous: before?.document.seq ?? 0,
      size: change.value === undefined ? 0 : sizeBytes(change.value),
      hash: texts.hash,
      chain: link,
      metadata: texts.metadata,
      form: body.form,
      body: body.text,
    })
    if (change.version % KEYFRAME_EVERY === 0 && body.form === FORM.delta && texts.value !== null) keyframes.put(entry.id, { version: change.version, seq: change.seq, value: texts.value })
    const lives = change.value !== undefined
    if (lives !== (before?.document.value !== undefined)) prefixes.note(change.key, lives ? 1 : -1)
    return { entry, chain: link }
  }

  #texts(change: Change): DocumentTexts {
    const metadata = isEmpty(change.metadata) ? null : canonicalText(change.metadata as JsonValue)
    if (change.value === undefined) return { hash: null, metadata, value: null }
    const value = canonicalText(change.value)
    const digest = this.#parts.hash(value)
    rememberHash(change.value, this.#parts.hash, digest)
    return { hash: digest, metadata, value }
  }
}

function bodyOf(change: Change, before: JsonValue | undefined, text: string | null): Body {
  if (change.value === undefined || text === null) return { form: FORM.none, text: null }
  if (before === undefined) return { form: FORM.whole, text }
  const delta = diff(before, change.value)
  const deltaText = delta === undefined ? '{}' : canonicalText(delta)
  return deltaText.length < WHOLE_FROM * text.length ? { form: FORM.delta, text: deltaText } : { form: FORM.whole, text }
}

function documentOf(change: Change, before: DocumentEntry | undefined): StoredDocument {
  const { key, version, seq, value, metadata, actor, at } = change
  return Object.freeze({ key, version, seq, value, metadata, actor, createdAt: before?.document.createdAt ?? at, updatedAt: at })
}

/** Whoever wrote may have seen less than there is (a merge does), but a version never comes twice. */
function checkVersion(change: Change, before: DocumentEntry | undefined): void {
  const current = before?.document.version ?? 0
  if (change.version > current) return
  const message = `'${change.key}' is at version ${current} already; read it again and repeat the change on top of what is there.`
  throw new SrvraError('E_VERSION_CONFLICT', message, { key: change.key, expected: change.version - 1, current })
}

function isEmpty(metadata: object): boolean {
  for (const _ in metadata) return false
  return true
}
