import { computed, type Ref, watch } from 'vue'

import type { Priority, TicketState } from '../../../shared/contract.ts'
import { useQuery } from '../../composables/use-query.ts'
import { type TicketQuery, useSupport } from '../../stores/support.ts'
import { parseLink } from '../../support/ticket-links.ts'
import { priorityWords, stateWords } from '../../support/ticket-words.ts'

export type StateChoice = TicketState | 'all' | 'unresolved'
export type PriorityChoice = Priority | 'all'

export interface TicketQueryRefs {
  readonly text: Ref<string>
  readonly state: Ref<StateChoice>
  readonly priority: Ref<PriorityChoice>
  /** `conflict:ID`: only tickets about that; empty: all. */
  readonly about: Ref<string>
  /** The ticket beside the list; empty: none. */
  readonly ticket: Ref<string>
  /** First visible row. */
  readonly top: Ref<number>
}

const states = ['all', 'unresolved', ...Object.keys(stateWords)] as readonly StateChoice[]
const priorities = ['all', ...Object.keys(priorityWords)] as readonly PriorityChoice[]

/** What the list of tickets shows lives in the URL. // V-233 */
export function useTicketQuery(): TicketQueryRefs {
  const support = useSupport()
  const text = useQuery('filter')
  const stateText = useQuery('state', 'all')
  const priorityText = useQuery('priority', 'all')
  const about = useQuery('about')
  const ticket = useQuery('ticket')
  const topText = useQuery('top', '0')

  const state = computed({
    get: () => states.find((choice) => choice === stateText.value) ?? 'all',
    set: (choice) => (stateText.value = choice),
  })
  const priority = computed({
    get: () => priorities.find((choice) => choice === priorityText.value) ?? 'all',
    set: (choice) => (priorityText.value = choice),
  })
  const query = computed<TicketQuery>(() => {
    const link = parseLink(about.value)
    return {
      ...(text.value === '' ? {} : { text: text.value }),
      ...statesOf(state.value),
      ...(priority.value === 'all' ? {} : { priority: priority.value }),
      ...(link ? { link } : {}),
    }
  })
  watch(query, (next) => support.open(next), { immediate: true })
  const top = computed({ get: () => Number(topText.value) || 0, set: (row) => (topText.value = String(row)) })
  return { text, state, priority, about, ticket, top }
}

function statesOf(choice: StateChoice): Pick<TicketQuery, 'states'> {
  if (choice === 'all') return {}
  return { states: choice === 'unresolved' ? ['open', 'waiting'] : [choice] }
}
