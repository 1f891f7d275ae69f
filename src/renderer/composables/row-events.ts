import type { TableCursor } from './use-table-cursor.ts'

/** The row that an event happened in; -1 outside of rows. One listener serves all rows. */
export function rowOfEvent(event: Event): number {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
  return Number(row?.dataset['index'] ?? -1)
}

/** A click in a table's rows: on the check box it selects, elsewhere it makes the row the active one. */
export function clickRow(event: MouseEvent, cursor: TableCursor): void {
  const index = rowOfEvent(event)
  if (index < 0) return
  if (event.target instanceof Element && event.target.closest('[data-toggle]')) cursor.toggle(index)
  else cursor.click(event, index)
}

/** Which of a row's own events a key stands for. */
export function rowKeyEvent(event: KeyboardEvent): 'open' | 'peek' | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined
  if (event.key === 'Enter') return 'open'
  return event.key === ' ' ? 'peek' : undefined
}
