import type { Selection } from '../commands.ts'
import type { ResultSets } from '../results/result-sets.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'

/** Keys that are read and written between two looks at the time. */
const PAGE = 250

/**
 * The keys that a selection means, in pages. Of a result set, those whose documents are still there. Throws
 * E_RESULT_SET_GONE.
 */
export function* selectedKeys(selection: Selection, storage: DocumentReads, sets: ResultSets): Generator<readonly string[]> {
  if ('keys' in selection) {
    const keys = [...new Set(selection.keys)]
    for (let from = 0; from < keys.length; from += PAGE) yield keys.slice(from, from + PAGE)
    return
  }
  const set = sets.get(selection.resultSet)
  for (const ids of set.idPages(selection.spans ?? [[0, set.view().listed]], PAGE)) {
    yield storage.rows(ids).flatMap((row) => (row === undefined ? [] : [row.key]))
  }
}
