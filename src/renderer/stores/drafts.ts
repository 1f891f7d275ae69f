import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { Draft } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useClosing } from './closing.ts'
import { useToasts } from './toasts.ts'

const saveAfterMs = 400

/** How keys of drafts begin that belong to a view: no document's key begins so. */
const viewDraft = '/'

interface Waiting {
  readonly draft: Draft
  readonly timer: ReturnType<typeof setTimeout>
}

/** Unsaved text, kept by main as it is typed: a quit, a crash or a look at another document never loses it. */
export const useDrafts = defineStore('drafts', () => {
  const byKey = shallowRef<ReadonlyMap<string, Draft>>(new Map())
  const waiting = new Map<string, Waiting>()
  const toasts = useToasts()

  // What a view keeps for itself has a key that no document can have.
  const all = computed(() =>
    [...byKey.value.values()].filter(({ key }) => !key.startsWith(viewDraft)).toSorted((a, b) => b.savedAt - a.savedAt),
  )

  async function load(): Promise<void> {
    const answer = await call('drafts.list', {})
    if (answer.ok) byKey.value = new Map(answer.value.map((draft) => [draft.key, draft]))
    else toasts.failed('Drafts could not be read', answer.error)
  }

  function put(draft: Draft): void {
    byKey.value = new Map(byKey.value).set(draft.key, draft)
  }

  /** Remembered at once, written a moment after the last key press. */
  function keep(key: string, text: string, baseVersion: number): void {
    const draft: Draft = { key, text, baseVersion, savedAt: Date.now() }
    put(draft)
    clearTimeout(waiting.get(key)?.timer)
    waiting.set(key, { draft, timer: setTimeout(() => void write(draft), saveAfterMs) })
  }

  async function write({ key, text, baseVersion }: Draft): Promise<void> {
    clearTimeout(waiting.get(key)?.timer)
    waiting.delete(key)
    const answer = await call('drafts.save', { key, text, baseVersion })
    if (!answer.ok) toasts.failed(`The draft of ${key} could not be kept`, answer.error)
  }

  async function drop(key: string): Promise<void> {
    clearTimeout(waiting.get(key)?.timer)
    waiting.delete(key)
    const left = new Map(byKey.value)
    if (!left.delete(key)) return
    byKey.value = left
    await call('drafts.drop', { key })
  }

  /** Drops a draft because somebody said so, and gives it back when they did not mean it. */
  async function discard(key: string): Promise<void> {
    const draft = byKey.value.get(key)
    await drop(key)
    if (draft) toasts.show({ title: 'Draft discarded', text: key, undo: () => keep(key, draft.text, draft.baseVersion) })
  }

  async function flush(): Promise<void> {
    await Promise.all([...waiting.values()].map(({ draft }) => write(draft)))
  }

  useClosing().beforeClose(flush)

  return { byKey, all, load, keep, drop, discard, flush }
})
