import { computed, onScopeDispose, shallowReactive, shallowRef, watch } from 'vue'

import { createPagedRows, type PagedRows, type ReadRows } from './paged-rows.ts'
import type { RowWindow } from './row-window.ts'

const flashMs = 600

export interface TableRowsOptions<Row> {
  readonly read: ReadRows<Row>
  readonly identity: (row: Row) => string | number
  /** What each column shows, by the column's id. */
  readonly cells: (row: Row) => ReadonlyMap<string, unknown>
  readonly count: () => number
  readonly window: () => RowWindow
  /** Another dataset is another list; another revision is the same list with newer rows. */
  readonly dataset: () => string | number
  readonly revision: () => string | number
  /** Rows that read as null are still being sorted, not gone. */
  readonly pending: () => boolean
}

export interface TableRows<Row> extends Pick<PagedRows<Row>, 'row' | 'loaded'> {
  /** What to draw: undefined is not read yet, null is gone. */
  readonly visible: Readonly<{ value: readonly { readonly index: number; readonly row: Row | null | undefined }[] }>
  /** A sentence when the last read failed. */
  readonly failure: Readonly<{ value: string | undefined }>
  /** Cells that changed moments ago, as `cellName` has them. */
  readonly flashing: ReadonlySet<string>
  /** Reads what is in view and missing: also to try again after a failure. */
  want(): void
}

export function cellName(identity: string | number, column: string): string {
  return `${identity}\u0000${column}`
}

/** Rows by page for a table, with a memory of which cells have just changed. */
export function useTableRows<Row>(options: TableRowsOptions<Row>): TableRows<Row> {
  const arrivals = shallowRef(0)
  const failure = shallowRef<string>()
  const { flashing, flash } = useFlashes()

  function noteChanges(rows: readonly (Row | null)[], before: readonly (Row | null)[]): void {
    const old = new Map(before.flatMap((row) => (row === null ? [] : [[options.identity(row), options.cells(row)] as const])))
    for (const row of rows) {
      const known = row === null ? undefined : old.get(options.identity(row))
      if (row === null || !known) continue
      for (const [column, value] of options.cells(row)) {
        if (known.get(column) !== value) flash(cellName(options.identity(row), column))
      }
    }
  }

  const pages = createPagedRows<Row>({
    read: options.read,
    changed(_, rows, before) {
      if (before) noteChanges(rows, before)
      failure.value = undefined
      arrivals.value += 1
    },
    failed: (cause) => (failure.value = cause instanceof Error ? cause.message : String(cause)),
  })

  function want(): void {
    const { from, to } = options.window()
    pages.want(from, to, options.count())
  }

  watch([options.dataset, options.revision], ([dataset], [before]) => {
    if (dataset === before) pages.invalidate()
    else pages.reset()
    arrivals.value += 1
    want()
  })
  watch([options.window, options.count], want, { immediate: true })

  const visible = computed(() => {
    // Pages are no reactive data: their arrival is.
    void arrivals.value
    const { from, to } = options.window()
    return Array.from({ length: to - from }, (_, step) => {
      const row = pages.row(from + step)
      return { index: from + step, row: row === null && options.pending() ? undefined : row }
    })
  })

  return { row: pages.row, loaded: pages.loaded, visible, failure, flashing, want }
}

/** Names that leave by themselves shortly after they came. */
function useFlashes() {
  const flashing = shallowReactive(new Set<string>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function flash(name: string): void {
    clearTimeout(timers.get(name))
    flashing.add(name)
    const timer = setTimeout(() => {
      flashing.delete(name)
      timers.delete(name)
    }, flashMs)
    timers.set(name, timer)
  }

  onScopeDispose(() => timers.forEach((timer) => clearTimeout(timer)))
  return { flashing, flash }
}
