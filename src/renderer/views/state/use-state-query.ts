import { computed, type Ref, watch } from 'vue'

import type { TableSort } from '../../components/ui/index.ts'
import { useQuery } from '../../composables/use-query.ts'
import { parseSort, printSort, type ResultQuery, sameQuery } from '../../results/result-query.ts'
import { usePrefixes } from '../../stores/prefixes.ts'
import { useResults } from '../../stores/results.ts'
import { useTimeTravel } from '../../stores/time-travel.ts'

export interface StateQuery {
  readonly filter: Ref<string>
  readonly sort: Ref<TableSort | undefined>
  /** First visible row. */
  readonly top: Ref<number>
}

/** What the list shows lives in the URL: filter, order, instant and place. Any change there asks the engine anew. */
export function useStateQuery(): StateQuery {
  const results = useResults()
  const filter = useQuery('filter')
  const order = useQuery('sort', 'key')
  const topText = useQuery('top', '0')
  const at = useInstantQuery()

  const query = computed<ResultQuery>(() => {
    const instant = at.value
    return { filter: filter.value, ...parseSort(order.value), ...(instant === undefined ? {} : { at: instant }) }
  })
  // Coming back to the view finds the list as it was left; what came since is told beside it.
  watch(query, (next) => (results.set && sameQuery(next, results.query) ? undefined : results.open(next)), { immediate: true })

  const sort = computed<TableSort | undefined>({
    get: () => ({ column: results.query.sort, descending: results.query.descending }),
    set: (next) => {
      if (next) order.value = printSort(parseSort(`${next.descending ? '-' : ''}${next.column}`))
      topText.value = '0'
    },
  })
  const top = computed({ get: () => Number(topText.value) || 0, set: (row) => (topText.value = String(row)) })
  return { filter, sort, top }
}

/** The instant of the time-travel store, kept in the URL as well, so that a link leads to the same moment. */
function useInstantQuery(): Ref<number | undefined> {
  const travel = useTimeTravel()
  const prefixes = usePrefixes()
  const text = useQuery('at')
  const linked = Number(text.value)
  if (text.value !== '' && Number.isFinite(linked)) travel.go(linked)
  watch(
    () => travel.at,
    (at) => {
      text.value = at === undefined ? '' : String(at)
      void prefixes.travel(at)
    },
    { immediate: true },
  )
  return computed(() => travel.at)
}
