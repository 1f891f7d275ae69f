import { defineStore } from 'pinia'
import { ref } from 'vue'

import type { Failure, ResolutionReceipt, Result } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { formatCounted } from '../format/number.ts'
import { revealControls } from '../format/visible-text.ts'
import { useConflictChoosing } from './conflict-choosing.ts'
import { useConflictClaims } from './conflict-claims.ts'
import { useConflictDesk } from './conflict-desk.ts'
import { useConflictDrafts } from './conflict-drafts.ts'
import { requestOf } from './conflict-preview.ts'
import { useConflictQueue } from './conflict-queue.ts'
import { useConflictTurns } from './conflict-turns.ts'
import { useConflictSheet } from './conflict-sheet.ts'
import { useToasts } from './toasts.ts'

/** A document that others write without a pause is left to a rule. */
const mostTries = 5

/** What ends a conflict: it is settled as chosen, or dismissed. // V-159 */
export const useConflictSettling = defineStore('conflict-settling', () => {
  const desk = useConflictDesk()
  const sheet = useConflictSheet()
  const choosing = useConflictChoosing()
  const queue = useConflictQueue()
  const drafts = useConflictDrafts()
  const claims = useConflictClaims()
  const turns = useConflictTurns()
  const toasts = useToasts()
  const busy = ref(false)

  /** Settles the conflict on the desk and opens the next one. */
  async function apply(): Promise<void> {
    const { view } = sheet
    if (!view || busy.value) return
    if (!sheet.decided) return sayWhatIsLeft()
    busy.value = true
    const answer = await resolve()
    busy.value = false
    if (!answer) return
    if (!answer.ok) return refused(answer.error)
    const { version } = answer.value.resolution
    const title = version === undefined ? 'Settled: the document stays as it is' : `Settled as v${version}`
    await finished(view.id, view.key, title)
  }

  /**
   * Where the document went on elsewhere, and every choice holds as it was made, it is tried against what it is now. Undefined
   * where a choice does not hold: the banner says so.
   */
  async function resolve(): Promise<Result<ResolutionReceipt> | undefined> {
    for (let tries = 1; ; tries++) {
      const { view, choices } = sheet
      if (!view) return undefined
      const answer = await call('conflicts.resolve', requestOf(view, choices, turns.reason))
      if (answer.ok || answer.error.code !== 'E_CONFLICT_MOVED' || tries === mostTries) return answer
      await desk.refresh()
      if (desk.id !== view.id || !sheet.decided || sheet.choices.size < choices.size) return undefined
    }
  }

  function sayWhatIsLeft(): void {
    const [first] = sheet.left
    if (!first) return
    sheet.cursor = sheet.rows.indexOf(first)
    choosing.say(`${formatCounted(sheet.left.length, 'field is', 'fields are')} undecided: ${first.label}`)
  }

  async function refused(error: Failure): Promise<void> {
    toasts.failed('The conflict was not settled', error)
    // Somebody was faster, or the document went on: what is on screen is not what is there.
    await desk.refresh()
  }

  /** Leaves the document as it is; the edit is kept in history. */
  async function dismiss(): Promise<void> {
    const { view } = sheet
    if (!view || !sheet.waits || busy.value) return
    busy.value = true
    const answer = await call('conflicts.dismiss', {
      ids: [view.id],
      ...(turns.reason.trim() ? { reason: turns.reason.trim() } : {}),
    })
    busy.value = false
    const missed = answer.ok ? answer.value.missed[0] : { ...answer.error }
    if (missed) return refused({ code: missed.code, message: missed.message, details: {} })
    await finished(view.id, view.key, 'Dismissed: the document stays as it is')
  }

  async function finished(id: string, key: string, title: string): Promise<void> {
    claims.forget(id)
    turns.remember(id)
    const next = queue.neighbour(id)
    toasts.show({ title, text: revealControls(key), tone: 'ok', undo: () => turns.reopen(id) })
    queue.remove(id)
    await Promise.all([drafts.drop(id), turns.goTo(next === id ? undefined : next)])
  }

  return { busy, apply, dismiss }
})
