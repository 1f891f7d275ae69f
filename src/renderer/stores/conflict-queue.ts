import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'

import type { ConflictFilter, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { groupsOf, neighbourOf, type QueueGroup, queueRows, skipConflict, withoutConflicts } from '../conflicts/queue-rows.ts'
import { useConflictRows } from './conflict-rows.ts'
import { useConflictSelection } from './conflict-selection.ts'
import { useConflictSummary } from './conflict-summary.ts'

/** A list is asked for no more often than that, however fast conflicts come. */
const everyMs = 1000

/** The conflicts that wait, as a list that stands still while somebody works in it. // V-150 */
export const useConflictQueue = defineStore('conflict-queue', () => {
  const summary = useConflictSummary()
  const known = useConflictRows()
  const selection = useConflictSelection()
  const filter = shallowRef<ConflictFilter>({})
  const groups = shallowRef<readonly QueueGroup[]>([])
  const matches = ref<number>()
  const failure = shallowRef<Failure>()
  /** In the queue by now, and not in the list yet. */
  const fresh = ref(0)
  /** In the list still, and settled or put off elsewhere by now. */
  const gone = shallowRef<ReadonlySet<string>>(new Set())
  const watching = ref(0)
  let turn = 0

  const rows = computed(() => queueRows(groups.value))
  const ids = computed(() => groups.value.flatMap((group) => group.ids))
  const loading = computed(() => matches.value === undefined && failure.value === undefined)

  /** Asks for another list. */
  async function open(next: ConflictFilter): Promise<void> {
    filter.value = next
    matches.value = undefined
    await list(false)
  }

  /** Takes in what came, and takes out what went, because the operator says so. */
  const sortIn = (): Promise<void> => list(false)

  async function list(keepPlaces: boolean): Promise<void> {
    turn += 1
    const mine = turn
    const answer = await call('conflicts.list', filter.value)
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    matches.value = answer.value.matches
    if (keepPlaces && groups.value.length > 0) return compare(new Set(answer.value.ids))
    groups.value = groupsOf(answer.value)
    fresh.value = 0
    gone.value = new Set()
    known.refresh()
  }

  function compare(now: ReadonlySet<string>): void {
    const shown = new Set(ids.value)
    fresh.value = [...now].filter((id) => !shown.has(id)).length
    gone.value = new Set(ids.value.filter((id) => !now.has(id)))
    known.refresh()
  }

  /** Takes conflicts out that were settled here. */
  function remove(...settled: readonly string[]): void {
    groups.value = withoutConflicts(groups.value, new Set(settled))
  }

  function skip(id: string): void {
    groups.value = skipConflict(groups.value, id)
  }

  const neighbour = (id: string, step: 1 | -1 = 1): string | undefined => neighbourOf(ids.value, id, step)

  /** Follows the queue while a view shows the list that it has opened; returns the end of it. */
  function watchNow(): () => void {
    watching.value += 1
    return () => {
      watching.value -= 1
    }
  }

  const follow = useThrottleFn(() => (watching.value > 0 ? list(true) : undefined), everyMs, true)
  watch(ids, (now) => selection.retain(new Set(now)))
  watch(
    () => summary.current,
    () => void follow(),
  )

  return {
    filter,
    groups,
    rows,
    ids,
    matches,
    failure,
    fresh,
    gone,
    loading,
    open,
    sortIn,
    remove,
    skip,
    neighbour,
    watchNow,
  }
})
