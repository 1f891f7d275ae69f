import { foldCase } from '../../core/query/index.ts'
import type { DocumentRow } from '../../ports/storage.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'
import { workForASlice, type Stopwatch } from '../slices.ts'

const EXAMINE = 500

/** Keys that begin with the text, then keys that contain it, as far as one slice of time goes. */
export function completeKey(storage: DocumentReads, text: string, limit: number, stopwatch: Stopwatch): readonly DocumentRow[] {
  const beginning = storage.list({ prefix: text, limit })
  if (beginning.length >= limit || text === '') return beginning
  const known = new Set(beginning.map(({ key }) => key))
  const containing: DocumentRow[] = []
  const needle = foldCase(text)
  let after: string | undefined
  workForASlice(() => {
    const page = storage.list({ limit: EXAMINE, ...(after === undefined ? {} : { after }) })
    containing.push(...page.filter(({ key }) => !known.has(key) && foldCase(key).includes(needle)))
    after = page.at(-1)?.key
    return page.length === EXAMINE && beginning.length + containing.length < limit
  }, stopwatch)
  return [...beginning, ...containing].slice(0, limit)
}
