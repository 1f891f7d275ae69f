/** Reads `count` rows from `from` on; null where a row is gone. */
export type ReadRows<Row> = (from: number, count: number) => Promise<readonly (Row | null)[]>

export interface PagedRowsOptions<Row> {
  readonly read: ReadRows<Row>
  /** Called when rows arrived or a read failed: time to draw again. */
  readonly changed: (from: number, rows: readonly (Row | null)[], before: readonly (Row | null)[] | undefined) => void
  readonly failed: (cause: unknown) => void
  readonly pageSize?: number
  readonly maximumPages?: number
}

interface Page<Row> {
  rows: readonly (Row | null)[]
  /** The generation of the data that the rows belong to. */
  generation: number
}

export interface PagedRows<Row> {
  /** Undefined while not yet read, null when the row is gone. */
  row(index: number): Row | null | undefined
  /** Reads what is missing or stale of a window; at most one read at a time, and only the newest window waits. */
  want(from: number, to: number, count: number): void
  /** Rows may have changed: what is shown stays until newer rows come. */
  invalidate(): void
  /** The list is another one: nothing that was read holds. */
  reset(): void
  loaded(): readonly (readonly [from: number, to: number])[]
}

/** A bounded cache of pages, so that scrolling through a million rows holds some thousands. */
export function createPagedRows<Row>(options: PagedRowsOptions<Row>): PagedRows<Row> {
  const { pageSize = 128, maximumPages = 48 } = options
  const pages = new Map<number, Page<Row>>()
  let generation = 0
  let reading = false
  let wanted: { from: number; to: number; count: number } | undefined

  function missing(): { page: number; rows: number } | undefined {
    if (!wanted || wanted.to <= wanted.from) return undefined
    const last = Math.floor((wanted.to - 1) / pageSize)
    for (let page = Math.floor(wanted.from / pageSize); page <= last; page += 1) {
      const rows = Math.min(pageSize, wanted.count - page * pageSize)
      const known = pages.get(page)
      if (rows > 0 && (known?.generation !== generation || known.rows.length < rows)) return { page, rows }
    }
    return undefined
  }

  function keep(page: number, rows: readonly (Row | null)[], asked: number): void {
    const before = pages.get(page)?.rows
    // Deleting first moves the page to the young end: the map's order is the order of use.
    pages.delete(page)
    pages.set(page, { rows, generation: asked })
    for (const oldest of pages.keys()) {
      if (pages.size <= maximumPages) break
      pages.delete(oldest)
    }
    options.changed(page * pageSize, rows, before)
  }

  async function pump(): Promise<void> {
    if (reading) return
    reading = true
    try {
      for (let next = missing(); next; next = missing()) {
        const asked = generation
        const rows = await options.read(next.page * pageSize, next.rows)
        // A reset while reading: the answer belongs to another list.
        if (asked === generation || pages.has(next.page)) keep(next.page, rows, asked)
        // A short answer would be asked for again and again.
        if (rows.length < next.rows && asked === generation) break
      }
    } catch (cause) {
      options.failed(cause)
    } finally {
      reading = false
    }
  }

  return {
    row: (index) => pages.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    want(from, to, count) {
      wanted = { from, to, count }
      void pump()
    },
    invalidate() {
      generation += 1
      void pump()
    },
    reset() {
      generation += 1
      pages.clear()
      wanted = undefined
    },
    loaded: () =>
      [...pages]
        .map(([page, { rows }]) => [page * pageSize, page * pageSize + rows.length] as const)
        .toSorted((a, b) => a[0] - b[0]),
  }
}
