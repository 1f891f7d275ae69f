import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { ConflictView, Failure } from '../../shared/contract.ts'
import { useConflictClaims } from './conflict-claims.ts'
import { useConflictDrafts } from './conflict-drafts.ts'
import { useConflictSheet } from './conflict-sheet.ts'
import { useConflictViews } from './conflict-views.ts'

/** Which conflict is looked at: one at a time lies on the desk. */
export const useConflictDesk = defineStore('conflict-desk', () => {
  const sheet = useConflictSheet()
  const views = useConflictViews()
  const drafts = useConflictDrafts()
  const claims = useConflictClaims()

  const id = ref<string>()
  const failure = shallowRef<Failure>()

  /** Shows another conflict, with the choices that were kept for it; undefined: none. */
  async function open(wanted: string | undefined): Promise<void> {
    if (wanted === id.value) return
    leave(wanted)
    if (wanted === undefined) return sheet.clear()
    const [{ answer, stale }] = await Promise.all([views.get(wanted), drafts.load()])
    if (id.value !== wanted) return
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return sheet.clear()
    sheet.place(answer.value, drafts.texts.get(wanted))
    if (stale) await refresh()
    // Whose it is tells the hub: asking for it again renews an own claim.
    if (id.value === wanted && sheet.waits && sheet.view?.owner !== undefined) await claims.claim(wanted)
  }

  /** Shows one that is in history. */
  function show(settled: ConflictView): void {
    leave(settled.id)
    sheet.place(settled, undefined)
  }

  /** One that nothing was chosen for is free for others. */
  function leave(next: string | undefined): void {
    claims.lookAway()
    if (id.value !== undefined && sheet.choices.size === 0) void claims.release(id.value)
    id.value = next
    failure.value = undefined
  }

  /** Looks again: the document, or the conflict itself, has moved. */
  async function refresh(): Promise<void> {
    const wanted = id.value
    if (wanted === undefined) return
    const answer = await views.read(wanted)
    if (id.value !== wanted) return
    if (answer.ok) sheet.replace(answer.value)
    else failure.value = answer.error
  }

  return { id, failure, open, show, refresh }
})
