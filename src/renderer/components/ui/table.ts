import type { ReadRows } from '../../composables/paged-rows.ts'

/** A column of a table. A slot `cell-ID` may draw its cells; otherwise `value` is shown as text. */
export interface TableColumn<Row> {
  readonly id: string
  readonly label: string
  /** Px; of the growing column, the least. */
  readonly width: number
  readonly minWidth?: number
  /** Takes the room that is left. One column should. */
  readonly grow?: boolean
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end'
  readonly sortable?: boolean
  readonly mono?: boolean
  /** A figure that always moves: a change of it does not flash. */
  readonly quiet?: boolean
  /** What the cell says: shown when there is no slot, and compared to tell what has changed. */
  readonly value: (row: Row) => string | number | boolean
}

export interface TableProps<Row> {
  /** Names the table for a screen reader. */
  label: string
  columns: readonly TableColumn<Row>[]
  count: number
  /** Reads rows by page; rejects with an error whose message is for people. */
  read: ReadRows<Row>
  identity: (row: Row) => string | number
  /** Another dataset is another list: nothing read or selected of the old one holds. */
  dataset?: string | number
  /** Another revision of the same list: rows are read anew while the old ones stay up, and changed cells flash. */
  revision?: string | number
  selectable?: boolean
  /** Nothing is known yet: skeletons stand in place of the empty state. */
  loading?: boolean
  /** Rows that read as null are still being sorted, not gone. */
  pending?: boolean
}

export interface TableSort {
  readonly column: string
  readonly descending: boolean
}

/** CSS grid tracks for the columns: a resized column keeps its width, the growing one takes the rest. */
export function columnTracks<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
  selectable: boolean,
): string {
  const tracks = columns.map(({ id, width, grow }) => {
    const px = `${widths[id] ?? width}px`
    return grow ? `minmax(${px}, 1fr)` : px
  })
  return [...(selectable ? ['36px'] : []), ...tracks].join(' ')
}

export function leastWidth<Row>(
  columns: readonly TableColumn<Row>[],
  widths: Readonly<Record<string, number>>,
  selectable: boolean,
): number {
  return columns.reduce((sum, { id, width }) => sum + (widths[id] ?? width), selectable ? 36 : 0)
}

/** The order after a click on a header: ascending first, then the other way. */
export function nextSort(sort: TableSort | undefined, column: string): TableSort {
  return { column, descending: sort?.column === column ? !sort.descending : false }
}
