import type { SortColumn } from '../../shared/contract.ts'

/** What a list of documents is: the same question gives the same list until the store changes. */
export interface ResultQuery {
  readonly filter: string
  readonly sort: SortColumn
  readonly descending: boolean
  /** Milliseconds since 1970; absent: now. */
  readonly at?: number
}

export const everything: ResultQuery = { filter: '', sort: 'key', descending: false }

const columns: readonly SortColumn[] = ['key', 'version', 'sizeBytes', 'updatedAt']

/** The order as the URL has it: `updatedAt`, `-updatedAt`. */
export function printSort({ sort, descending }: Pick<ResultQuery, 'sort' | 'descending'>): string {
  return `${descending ? '-' : ''}${sort}`
}

export function parseSort(text: string): Pick<ResultQuery, 'sort' | 'descending'> {
  const descending = text.startsWith('-')
  const sort = columns.find((column) => column === text.slice(descending ? 1 : 0))
  return sort ? { sort, descending } : { sort: 'key', descending: false }
}

export function sameQuery(one: ResultQuery, other: ResultQuery): boolean {
  return one.filter === other.filter && one.at === other.at && printSort(one) === printSort(other)
}
