import { parseFilter } from '../../core/query/index.ts'
import type { Clock } from '../../ports/clock.ts'
import type { DocumentReads } from '../permitted/document-reads.ts'
import type { AdminHandlers } from '../admin-service.ts'
import { seqAtInstant } from '../seq-at-instant.ts'
import type { ResultSets } from './result-sets.ts'

type ResultHandlers = Pick<AdminHandlers, 'results.open' | 'results.continue' | 'results.rows' | 'results.close'>

export function resultCommands(sets: ResultSets, storage: DocumentReads, clock: Clock): ResultHandlers {
  return {
    'results.open': ({ filter, at, ...order }) =>
      sets.open({
        ...order,
        filter: parseFilter(filter, clock.now()),
        ...(at === undefined ? {} : { atSeq: seqAtInstant(storage, at) }),
      }),
    'results.continue': ({ id }) => sets.continue(id),
    'results.rows': ({ id, from, count }) => sets.get(id).rows(from, count),
    'results.close': ({ id }) => {
      sets.close(id)
      return null
    },
  }
}
