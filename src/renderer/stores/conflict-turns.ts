import { defineStore } from 'pinia'
import { ref } from 'vue'

import { call } from '../client.ts'
import { formatAgo } from '../format/time.ts'
import { revealControls } from '../format/visible-text.ts'
import { useConflictChoosing } from './conflict-choosing.ts'
import { useConflictClaims } from './conflict-claims.ts'
import { useConflictDesk } from './conflict-desk.ts'
import { useConflictQueue } from './conflict-queue.ts'
import { useConflictViews } from './conflict-views.ts'
import { useConflictSheet } from './conflict-sheet.ts'
import { useToasts } from './toasts.ts'

/** How many settlements can be taken back by key. */
const remembered = 100

/** Whose turn it is: the way from one conflict to the next, and back to one that was settled. // V-166 */
export const useConflictTurns = defineStore('conflict-turns', () => {
  const desk = useConflictDesk()
  const sheet = useConflictSheet()
  const choosing = useConflictChoosing()
  const queue = useConflictQueue()
  const claims = useConflictClaims()
  const views = useConflictViews()
  const toasts = useToasts()
  /** Why it is settled so: kept with the decision. */
  const reason = ref('')
  /** Settled here, the newest last. */
  const done = ref<readonly string[]>([])

  async function goTo(id: string | undefined): Promise<void> {
    reason.value = ''
    await desk.open(id)
    if (id !== undefined) views.prefetch(queue.neighbour(id))
  }

  /** Puts a settled conflict back into the queue and onto the desk, against what stands now. */
  async function reopen(id: string): Promise<void> {
    const answer = await call('conflicts.reopen', { id })
    if (!answer.ok) return void toasts.failed('The conflict was not reopened', answer.error)
    done.value = done.value.filter((other) => other !== id)
    await queue.sortIn()
    // Whoever looked at it in history looks at it still.
    if (desk.id === id) await desk.refresh()
    else await goTo(id)
    choosing.say('Reopened')
  }

  /** Takes back what was settled here last; false when there is nothing. */
  function reopenLast(): boolean {
    const last = done.value.at(-1)
    if (last === undefined) return false
    void reopen(last)
    return true
  }

  /** Another conflict first: this one goes to the end of its group. */
  async function skip(): Promise<void> {
    const { id } = desk
    if (id === undefined) return
    const next = queue.neighbour(id)
    queue.skip(id)
    await goTo(next)
  }

  async function snooze(forMs: number): Promise<void> {
    const { view } = sheet
    if (!view || !sheet.waits) return
    const until = Date.now() + forMs
    const answer = await call('conflicts.snooze', { id: view.id, until })
    if (!answer.ok) return void toasts.failed('The conflict was not put off', answer.error)
    claims.forget(view.id)
    const next = queue.neighbour(view.id)
    toasts.show({
      title: `Put off, back ${formatAgo(until, Date.now())}`,
      text: revealControls(view.key),
      undo: () => wake(view.id),
    })
    queue.remove(view.id)
    await goTo(next === view.id ? undefined : next)
  }

  async function wake(id: string): Promise<void> {
    const answer = await call('conflicts.release', { id })
    if (!answer.ok) return void toasts.failed('The conflict did not come back', answer.error)
    await queue.sortIn()
    await goTo(id)
  }

  function remember(id: string): void {
    done.value = [...done.value, id].slice(-remembered)
  }

  return { reason, done, goTo, reopen, reopenLast, skip, snooze, wake, remember }
})
