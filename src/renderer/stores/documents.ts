import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { DocumentPreview, DocumentView, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { createRecentAnswers } from '../documents/recent-answers.ts'
import { useConnection } from './connection.ts'

/** Values over 2 MB come as the beginning of their text: no page should parse, colour and hold them whole. */
const largeBytes = 2_000_000
const previewBytes = 200_000

type Answered =
  | { readonly status: 'ready'; readonly key: string; readonly document: DocumentView }
  | { readonly status: 'large'; readonly key: string; readonly preview: DocumentPreview }
  | { readonly status: 'missing'; readonly key: string }
  | { readonly status: 'failed'; readonly key: string; readonly failure: Failure }

/** What the inspector shows. */
export type OpenDocument = { readonly status: 'none' } | { readonly status: 'loading'; readonly key: string } | Answered

/** Which document, as it is or as it was; its size, where a list has told it. */
export interface DocumentAddress {
  readonly key: string
  readonly at?: number | undefined
  readonly sizeBytes?: number | undefined
}

/** The document in the inspector, and a few others that were or may soon be there. */
export const useDocuments = defineStore('documents', () => {
  const address = shallowRef<DocumentAddress>()
  const open = shallowRef<OpenDocument>({ status: 'none' })
  const sizes = new Map<string, number>()
  const recent = createRecentAnswers(ask)

  const current = computed(() => (open.value.status === 'ready' ? open.value.document : undefined))

  // A key has no NUL, so that it parts key and instant.
  function nameOf({ key, at }: DocumentAddress): string {
    return `${key}\u0000${at ?? ''}`
  }

  async function ask(name: string): Promise<Answered> {
    const [key = '', at = ''] = name.split('\u0000')
    if (at === '' && (sizes.get(key) ?? 0) > largeBytes) return askPreview(key)
    const answer = await call('documents.get', at === '' ? { key } : { key, at: Number(at) })
    if (!answer.ok) return { status: 'failed', key, failure: answer.error }
    return answer.value ? { status: 'ready', key, document: answer.value } : { status: 'missing', key }
  }

  async function askPreview(key: string): Promise<Answered> {
    const answer = await call('documents.text', { key, maxBytes: previewBytes })
    if (!answer.ok) return { status: 'failed', key, failure: answer.error }
    return answer.value ? { status: 'large', key, preview: answer.value } : { status: 'missing', key }
  }

  /** Shows a document; one that was prefetched shows in the same frame. */
  async function show(wanted: DocumentAddress): Promise<void> {
    address.value = wanted
    note(wanted)
    const name = nameOf(wanted)
    const known = recent.peek(name)
    if (!known && !('key' in open.value && open.value.key === wanted.key)) open.value = { status: 'loading', key: wanted.key }
    const answer = known ?? (await recent.get(name))
    if (answer.status === 'failed') recent.forget(name)
    // Somebody may have moved on while the engine looked.
    if (address.value && nameOf(address.value) === name) open.value = answer
  }

  function note({ key, sizeBytes }: DocumentAddress): void {
    if (sizeBytes !== undefined && sizeBytes > largeBytes) sizes.set(key, sizeBytes)
    else sizes.delete(key)
  }

  /** Reads what the operator is likely to want next: the rows beside the active one. */
  function prefetch(addresses: readonly DocumentAddress[]): void {
    for (const wanted of addresses) {
      note(wanted)
      if ((wanted.sizeBytes ?? 0) <= largeBytes) void recent.get(nameOf(wanted))
    }
  }

  function close(): void {
    address.value = undefined
    open.value = { status: 'none' }
  }

  function forget(key: string): void {
    recent.forget(nameOf({ key }))
  }

  async function reload(): Promise<void> {
    if (!address.value) return
    recent.forget(nameOf(address.value))
    await show(address.value)
  }

  useConnection().onChanges(({ notices, omitted }) => {
    for (const { key } of notices) forget(key)
    const shown = address.value
    // After a burst beyond the cap nobody knows whether this one was among them.
    if (shown && shown.at === undefined && (omitted > 0 || notices.some(({ key }) => key === shown.key))) void reload()
  })

  return { address, open, current, show, prefetch, close, forget, reload }
})
