import { computed, type Ref, ref } from 'vue'

import type { Failure, Result, Selection, TaskStarted } from '../../../shared/contract.ts'
import { emptySelection, type RowSelection, selectSpan } from '../../composables/row-selection.ts'
import { selectedCount, toSelection } from '../../results/selection.ts'
import { useDocumentWrites } from '../../stores/document-writes.ts'
import { useResults } from '../../stores/results.ts'
import { useTimeTravel } from '../../stores/time-travel.ts'
import { useToasts } from '../../stores/toasts.ts'
import { useTransfer } from '../../stores/transfer.ts'

export interface Bulk {
  readonly count: Readonly<Ref<number>>
  readonly tagging: Ref<boolean>
  readonly failure: Readonly<Ref<Failure | undefined>>
  selectAll(): void
  clear(): void
  remove(): Promise<void>
  tag(add: readonly string[], drop: readonly string[]): Promise<void>
  exportThem(): void
}

/** What is done to all selected documents at once. Deleting needs no question: it says how many, and can be undone whole. */
export function useBulk(selection: Ref<RowSelection>): Bulk {
  const results = useResults()
  const writes = useDocumentWrites()
  const travel = useTimeTravel()
  const transfer = useTransfer()
  const toasts = useToasts()
  const tagging = ref(false)
  const failure = ref<Failure>()

  const count = computed(() => selectedCount(results.set, selection.value))

  function chosen(): Selection | undefined {
    return results.set && count.value > 0 ? toSelection(results.set, selection.value) : undefined
  }

  function selectAll(): void {
    if (results.set?.complete) selection.value = selectSpan(0, results.set.listed)
  }

  function clear(): void {
    selection.value = emptySelection
  }

  function settle(title: string, answer: Result<TaskStarted>): boolean {
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) clear()
    else toasts.failed(title, answer.error)
    return answer.ok
  }

  async function remove(): Promise<void> {
    const selected = chosen()
    if (selected && !travel.travelling) settle('Nothing was deleted', await writes.removeMany(selected, count.value))
  }

  async function tag(add: readonly string[], drop: readonly string[]): Promise<void> {
    const selected = chosen()
    if (selected && settle('Nothing was tagged', await writes.tagMany(selected, add, drop, count.value))) tagging.value = false
  }

  function exportThem(): void {
    const selected = chosen()
    transfer.openExport({
      filter: results.query.filter,
      at: travel.at,
      ...(selected ? { selection: { of: selected, count: count.value } } : {}),
    })
  }

  return { count, tagging, failure, selectAll, clear, remove, tag, exportThem }
}
