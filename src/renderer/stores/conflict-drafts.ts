import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

/** Choices that were not applied yet, kept by main as they are made. // V-157 */
export const useConflictDrafts = defineStore('conflict-drafts', () => {
  const texts = shallowRef<ReadonlyMap<string, string>>(new Map())
  const toasts = useToasts()
  let loaded: Promise<void> | undefined

  /** Reads what was kept, once. */
  function load(): Promise<void> {
    loaded ??= read()
    return loaded
  }

  async function read(): Promise<void> {
    const answer = await call('conflict-drafts.list', {})
    if (answer.ok) texts.value = new Map([...answer.value.map(({ id, text }) => [id, text] as const), ...texts.value])
    else toasts.failed('Choices that were kept could not be read', answer.error)
  }

  async function keep(id: string, text: string): Promise<void> {
    texts.value = new Map(texts.value).set(id, text)
    const answer = await call('conflict-drafts.save', { id, text })
    if (!answer.ok) toasts.failed('Your choices could not be kept', answer.error)
  }

  async function drop(id: string): Promise<void> {
    const left = new Map(texts.value)
    if (!left.delete(id)) return
    texts.value = left
    const answer = await call('conflict-drafts.drop', { id })
    if (!answer.ok) toasts.failed('Choices that are done with could not be removed', answer.error)
  }

  return { texts, load, keep, drop }
})
