import { onScopeDispose, shallowRef } from 'vue'

import { createPagedRows, type PagedRows, type ReadRows } from './paged-rows.ts'

const flashMs = 600

export interface TableRows<Row> extends PagedRows<Row> {
  /** Reading it makes a render depend on the rows: it changes whenever some arrive. */
  readonly arrivals: Readonly<{ value: number }>
  readonly failure: Readonly<{ value: unknown }>
  /** Whether a cell changed moments ago. */
  flashes(row: Row, column: string): boolean
}

interface RowFacts<Row> {
  readonly identity: (row: Row) => string | number
  /** What each column shows, by the column's id. */
  readonly cells: (row: Row) => ReadonlyMap<string, unknown>
}

/** Rows by page for a table, with a memory of which cells have just changed. */
export function useTableRows<Row>(read: ReadRows<Row>, facts: RowFacts<Row>): TableRows<Row> {
  const arrivals = shallowRef(0)
  const failure = shallowRef<unknown>()
  const flashing = new Map<string, number>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const redraw = (): void => {
    arrivals.value += 1
  }

  function noteChanges(rows: readonly (Row | null)[], before: readonly (Row | null)[]): void {
    const old = new Map(before.flatMap((row) => (row === null ? [] : [[facts.identity(row), facts.cells(row)] as const])))
    for (const row of rows) {
      const known = row === null ? undefined : old.get(facts.identity(row))
      if (row === null || !known) continue
      for (const [column, value] of facts.cells(row)) {
        if (known.get(column) !== value) flash(`${facts.identity(row)}\u0000${column}`)
      }
    }
  }

  function flash(cell: string): void {
    flashing.set(cell, (flashing.get(cell) ?? 0) + 1)
    const timer = setTimeout(() => {
      const left = (flashing.get(cell) ?? 1) - 1
      if (left > 0) flashing.set(cell, left)
      else flashing.delete(cell)
      timers.delete(timer)
      redraw()
    }, flashMs)
    timers.add(timer)
  }

  const pages = createPagedRows<Row>({
    read,
    changed(_, rows, before) {
      if (before) noteChanges(rows, before)
      failure.value = undefined
      redraw()
    },
    failed: (cause) => (failure.value = cause),
  })

  onScopeDispose(() => timers.forEach((timer) => clearTimeout(timer)))

  return { ...pages, arrivals, failure, flashes: (row, column) => flashing.has(`${facts.identity(row)}\u0000${column}`) }
}
