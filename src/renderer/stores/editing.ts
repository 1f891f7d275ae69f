import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { DocumentView, DraftProblem, Failure, JsonValue } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { bufferOf, type EditEvent, type EditSession, reading, stepEdit } from '../editing/edit-session.ts'
import { useDocumentWrites } from './document-writes.ts'
import { useDrafts } from './drafts.ts'

export function prettyJson(value: JsonValue | undefined): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2)
}

/** Edits of documents, one session a key: looking at another document leaves the session where it is. */
export const useEditing = defineStore('editing', () => {
  const sessions = shallowRef<ReadonlyMap<string, EditSession>>(new Map())
  const problems = shallowRef<readonly DraftProblem[]>([])
  const failure = shallowRef<Failure>()
  const drafts = useDrafts()
  const writes = useDocumentWrites()

  const sessionOf = computed(
    () =>
      (key: string): EditSession =>
        sessions.value.get(key) ?? reading,
  )

  function step(key: string, event: EditEvent): void {
    const next = stepEdit(sessionOf.value(key), event)
    const all = new Map(sessions.value)
    if (next.phase === 'reading') all.delete(key)
    else all.set(key, next)
    sessions.value = all
  }

  /** Begins with the draft that was kept, if there is one, else with the document. */
  function begin(document: Pick<DocumentView, 'key' | 'version' | 'value'>): void {
    const draft = drafts.byKey.get(document.key)
    failure.value = undefined
    problems.value = []
    const buffer = draft ?? { text: prettyJson(document.value), baseVersion: document.version }
    step(document.key, { type: 'begin', buffer: { text: buffer.text, baseVersion: buffer.baseVersion } })
  }

  function type(key: string, text: string): void {
    const before = bufferOf(sessionOf.value(key))
    if (!before || before.text === text) return
    step(key, { type: 'typed', text })
    drafts.keep(key, text, before.baseVersion)
  }

  /** Checks text against the limits and the key's schema, as the engine will when it is saved. */
  async function check(key: string, text: string): Promise<readonly DraftProblem[]> {
    const answer = await call('documents.check', { key, text })
    problems.value = answer.ok ? answer.value : []
    if (!answer.ok) failure.value = answer.error
    return problems.value
  }

  async function review(key: string, base: JsonValue | undefined): Promise<void> {
    const buffer = bufferOf(sessionOf.value(key))
    if (!buffer || (await check(key, buffer.text)).length > 0) return
    const value = JSON.parse(buffer.text) as JsonValue
    const answer = await call('documents.diff', { before: base, after: value })
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) step(key, { type: 'reviewed', text: buffer.text, value, diff: answer.value })
  }

  async function apply(key: string, reason: string): Promise<boolean> {
    step(key, { type: 'apply' })
    const session = sessionOf.value(key)
    if (session.phase !== 'applying') return false
    const { text, baseVersion } = session.buffer
    const answer = await writes.save({ key, text, baseVersion, ...(reason ? { reason } : {}) })
    failure.value = answer.ok ? undefined : answer.error
    step(key, { type: answer.ok ? 'close' : 'refused' })
    if (answer.ok) await drafts.drop(key)
    return answer.ok
  }

  /** Goes on from another version with another text: what a rebase came to. */
  function continueFrom(key: string, value: JsonValue | undefined, baseVersion: number): void {
    const text = prettyJson(value)
    step(key, { type: 'rebased', buffer: { text, baseVersion } })
    drafts.keep(key, text, baseVersion)
  }

  /** Leaves the editor; the draft stays. */
  function leave(key: string): void {
    step(key, { type: 'close' })
  }

  async function discard(key: string): Promise<void> {
    step(key, { type: 'close' })
    await drafts.discard(key)
  }

  function back(key: string): void {
    step(key, { type: 'back' })
  }

  return { sessionOf, problems, failure, begin, type, check, review, apply, continueFrom, leave, discard, back }
})
