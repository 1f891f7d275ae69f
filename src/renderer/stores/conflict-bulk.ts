import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { BulkTake, ConflictsActed, ConflictView, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { formatCounted } from '../format/number.ts'
import { useConflictDrafts } from './conflict-drafts.ts'
import { useConflictQueue } from './conflict-queue.ts'
import { useConflictSelection } from './conflict-selection.ts'
import { useConflictTurns } from './conflict-turns.ts'
import { useConflictViews } from './conflict-views.ts'
import { useToasts } from './toasts.ts'

/** Conflicts that the table shows before anything is done; of more, the number is enough. */
const previewed = 25
/** Conflicts of one question. */
const batch = 5000

/** Many conflicts settled in one way, after a look at what would stand. // V-161 */
export const useConflictBulk = defineStore('conflict-bulk', () => {
  const queue = useConflictQueue()
  const selection = useConflictSelection()
  const turns = useConflictTurns()
  const views = useConflictViews()
  const drafts = useConflictDrafts()
  const toasts = useToasts()

  const asked = shallowRef<readonly string[]>([])
  const preview = shallowRef<readonly ConflictView[]>([])
  const take = ref<BulkTake>('remote')
  const reason = ref('')
  const loading = ref(false)
  const busy = ref(false)

  const open = computed(() => asked.value.length > 0)
  const unseen = computed(() => Math.max(0, asked.value.length - previewed))

  /** Shows what settling the selected ones would come to. */
  async function ask(): Promise<void> {
    const ids = queue.ids.filter((id) => selection.ids.has(id))
    asked.value = ids
    preview.value = []
    loading.value = ids.length > 0
    const answers = await Promise.all(ids.slice(0, previewed).map((id) => views.read(id)))
    if (asked.value !== ids) return
    preview.value = answers.flatMap((answer) => (answer.ok ? [answer.value] : []))
    loading.value = false
  }

  function dismiss(): void {
    asked.value = []
  }

  async function perform(): Promise<void> {
    const ids = asked.value
    if (ids.length === 0 || busy.value) return
    busy.value = true
    const { missed, failure } = await settleMany(ids, take.value, reason.value.trim())
    busy.value = false
    dismiss()
    if (failure) toasts.failed('Not all of them were settled', failure)
    const left = new Set(missed.map(({ id }) => id))
    const done = ids.filter((id) => !left.has(id))
    tell(done, missed)
    selection.clear()
    queue.remove(...done)
    await Promise.all(done.map((id) => drafts.drop(id)))
    await turns.goTo(queue.ids[0])
  }

  function tell(done: readonly string[], missed: ConflictsActed['missed']): void {
    const title = `${formatCounted(done.length, 'conflict')} settled`
    const [first] = missed
    const undo = done.length > 0 ? { undo: () => reopen(done) } : {}
    if (!first) toasts.show({ title, tone: 'ok', ...undo })
    else
      toasts.show({
        title,
        text: `${formatCounted(missed.length, 'conflict')} could not be: ${first.message}`,
        tone: 'warn',
        ...undo,
      })
  }

  async function reopen(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const answer = await call('conflicts.reopen', { id })
      if (!answer.ok) return void toasts.failed('Not all of them were reopened', answer.error)
    }
    await queue.sortIn()
    await turns.goTo(ids[0])
  }

  return { asked, preview, take, reason, loading, busy, open, unseen, ask, dismiss, perform }
})

async function settleMany(
  ids: readonly string[],
  take: BulkTake,
  why: string,
): Promise<{ readonly missed: ConflictsActed['missed']; readonly failure?: Failure }> {
  const missed: ConflictsActed['missed'][number][] = []
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch)
    const answer = await call('conflicts.resolve-many', { ids: some, take, ...(why ? { reason: why } : {}) })
    // What was settled before it failed is settled: the list says which.
    if (!answer.ok) return { missed: [...missed, ...ids.slice(from).map((id) => ({ id, ...answer.error }))], failure: answer.error }
    missed.push(...answer.value.missed)
  }
  return { missed }
}
