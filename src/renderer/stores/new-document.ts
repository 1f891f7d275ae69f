import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { DraftProblem, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useDocumentWrites } from './document-writes.ts'
import { useDrafts } from './drafts.ts'

/** What is known of the key that a new document would have. */
export type KeyCheck =
  | { readonly status: 'unknown' }
  | { readonly status: 'free' }
  /** It was there once: the new document goes on with its history. */
  | { readonly status: 'deleted'; readonly version: number }
  | { readonly status: 'taken'; readonly version: number }
  | { readonly status: 'wrong'; readonly message: string }

const template = '{\n  \n}'

/** A document that does not exist yet; kept as a draft from its first letter on, as soon as it has a key. */
export const useNewDocument = defineStore('new-document', () => {
  const open = ref(false)
  const key = ref('')
  const text = ref(template)
  const keyCheck = shallowRef<KeyCheck>({ status: 'unknown' })
  const failure = shallowRef<Failure>()
  const saving = ref(false)
  const writes = useDocumentWrites()
  const drafts = useDrafts()
  let draftKey = ''
  let turn = 0

  function begin(prefix: string): void {
    const draft = drafts.all.find(({ baseVersion }) => baseVersion === 0)
    draftKey = draft?.key ?? ''
    key.value = draft?.key ?? (prefix === '' ? '' : `${prefix}/`)
    text.value = draft?.text ?? template
    failure.value = undefined
    keyCheck.value = { status: 'unknown' }
    open.value = true
    if (draft) void checkKey()
  }

  /** Nothing is known of a key that has just been typed. */
  function forgetKey(): void {
    turn += 1
    keyCheck.value = { status: 'unknown' }
  }

  async function checkKey(): Promise<void> {
    turn += 1
    const mine = turn
    const wanted = key.value.trim()
    if (wanted === '') return
    const answer = await call('documents.get', { key: wanted })
    if (mine !== turn) return
    if (!answer.ok) keyCheck.value = { status: 'wrong', message: answer.error.message }
    else if (!answer.value) keyCheck.value = { status: 'free' }
    else keyCheck.value = { status: answer.value.deleted ? 'deleted' : 'taken', version: answer.value.version }
  }

  /** Called as somebody types: the draft follows its key, and stays away from a key that holds another document. */
  async function keep(): Promise<void> {
    const { status } = keyCheck.value
    const wanted = status === 'free' || status === 'deleted' ? key.value.trim() : ''
    if (draftKey !== '' && draftKey !== wanted) await drafts.drop(draftKey)
    draftKey = text.value === template ? '' : wanted
    if (draftKey !== '') drafts.keep(draftKey, text.value, 0)
  }

  async function checkText(typed: string): Promise<readonly DraftProblem[]> {
    const answer = await call('documents.check', { key: key.value.trim() || 'new', text: typed })
    return answer.ok ? answer.value : []
  }

  /** The key of what was created; undefined when it was refused. */
  async function create(): Promise<string | undefined> {
    const wanted = key.value.trim()
    saving.value = true
    await checkKey()
    const check = keyCheck.value
    const baseVersion = check.status === 'deleted' ? check.version : 0
    const answer = await writes.save({ key: wanted, baseVersion, text: text.value })
    saving.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return undefined
    open.value = false
    await drafts.drop(wanted)
    draftKey = ''
    return wanted
  }

  async function discard(): Promise<void> {
    open.value = false
    if (draftKey !== '') await drafts.discard(draftKey)
    draftKey = ''
  }

  return { open, key, text, keyCheck, failure, saving, begin, forgetKey, checkKey, keep, checkText, create, discard }
})
