import { computed, type Ref, ref } from 'vue'

import type { ListAction } from '../commands/command.ts'
import { rowAfterKey } from './row-keys.ts'
import { addSpan, emptySelection, type RowSelection, selectionSize, selectRange, selectSpan, toggleRow } from './row-selection.ts'

export interface TableCursorOptions {
  readonly count: () => number
  readonly page: () => number
  readonly selectable: () => boolean
  /** Spans of rows that have been read. */
  readonly loaded: () => readonly (readonly [from: number, to: number])[]
  readonly show: (index: number) => void
}

/** The active row of a table and the selected ones, and how keys and clicks move them. */
export function useTableCursor(active: Ref<number>, selection: Ref<RowSelection>, options: TableCursorOptions) {
  const anchor = ref(0)
  const selected = computed(() => selectionSize(selection.value))

  function move(index: number, extend: boolean): void {
    if (!extend) anchor.value = index
    else if (options.selectable()) selection.value = selectRange(anchor.value, index)
    active.value = index
    options.show(index)
  }

  function toggle(index: number): void {
    if (!options.selectable() || index < 0) return
    selection.value = toggleRow(selection.value, index)
    anchor.value = index
  }

  /** First what has been read, so that nobody means a screenful and gets a million; then all. */
  function selectAll(): void {
    const loaded = options.loaded().reduce((sum, [from, to]) => addSpan(sum, from, Math.min(to, options.count())), emptySelection)
    selection.value = selected.value >= selectionSize(loaded) ? selectSpan(0, options.count()) : loaded
  }

  function toggleAll(): void {
    selection.value = selected.value > 0 ? emptySelection : selectSpan(0, options.count())
  }

  function click(event: MouseEvent, index: number): void {
    if (event.shiftKey && options.selectable()) selection.value = selectRange(anchor.value, index)
    else if (event.ctrlKey || event.metaKey) toggle(index)
    else anchor.value = index
    active.value = index
  }

  function act(action: ListAction): void {
    if (action === 'toggle') toggle(active.value)
    else if (options.count() > 0)
      move(Math.max(0, Math.min(active.value + (action === 'next' ? 1 : -1), options.count() - 1)), false)
  }

  /** True when the key moved the cursor or changed the selection. */
  function press(event: KeyboardEvent): boolean {
    const control = event.ctrlKey || event.metaKey
    const next = control || event.altKey ? undefined : rowAfterKey(event.key, active.value, options.count(), options.page())
    if (next !== undefined) move(next, event.shiftKey)
    else if (event.key === 'a' && control && options.selectable()) selectAll()
    else if (event.key === 'Escape' && selected.value > 0) selection.value = emptySelection
    else return false
    return true
  }

  return { selected, move, toggle, toggleAll, click, act, press }
}

export type TableCursor = ReturnType<typeof useTableCursor>
