import { computed, type Ref, watch } from 'vue'

import type { ClientSort, ClientStatus } from '../../../shared/contract.ts'
import type { TableSort } from '../../components/ui/index.ts'
import { useQuery } from '../../composables/use-query.ts'
import { type ClientQuery, useClients } from '../../stores/clients.ts'

export type StatusChoice = ClientStatus | 'trouble' | 'all'

const sorts: readonly ClientSort[] = ['name', 'identity', 'status', 'lag', 'queue', 'pending', 'saved', 'seen']
const choices: readonly StatusChoice[] = ['all', 'live', 'catching-up', 'draining', 'offline', 'trouble']

export interface ClientQueryRefs {
  readonly text: Ref<string>
  readonly status: Ref<StatusChoice>
  readonly sort: Ref<TableSort | undefined>
  /** First visible row. */
  readonly top: Ref<number>
  /** The client in the inspector; empty: none. */
  readonly client: Ref<string>
}

/** What the list of clients shows lives in the URL. // V-109 */
export function useClientQuery(): ClientQueryRefs {
  const clients = useClients()
  const text = useQuery('filter')
  const statusText = useQuery('status', 'all')
  const sortText = useQuery('sort', 'name')
  const topText = useQuery('top', '0')
  const client = useQuery('client')

  const status = computed({
    get: () => choices.find((choice) => choice === statusText.value) ?? 'all',
    set: (choice) => (statusText.value = choice),
  })
  const query = computed<ClientQuery>(() => ({
    ...(text.value === '' ? {} : { text: text.value }),
    ...(status.value === 'all' ? {} : { status: status.value }),
    sort: sorts.find((column) => column === sortText.value.replace(/^-/, '')) ?? 'name',
    descending: sortText.value.startsWith('-'),
  }))
  watch(query, (next) => clients.open(next), { immediate: true })

  const sort = computed<TableSort | undefined>({
    get: () => ({ column: query.value.sort, descending: query.value.descending }),
    set: (next) => {
      if (next) sortText.value = `${next.descending ? '-' : ''}${next.column}`
      topText.value = '0'
    },
  })
  const top = computed({ get: () => Number(topText.value) || 0, set: (row) => (topText.value = String(row)) })
  return { text, status, sort, top, client }
}
