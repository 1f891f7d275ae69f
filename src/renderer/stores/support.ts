import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Args, Failure, SupportSummary, TicketRow } from '../../shared/contract.ts'
import { call, on } from '../client.ts'

export type TicketQuery = Omit<Args<'support.tickets'>, 'from' | 'limit'>

/** Tickets as a list that follows what happens to them while a view shows it. */
export const useSupport = defineStore('support', () => {
  const query = shallowRef<TicketQuery>({})
  const summary = shallowRef<SupportSummary>()
  const matches = ref<number>()
  const failure = shallowRef<Failure>()
  /** Another list, and the same list with newer rows. */
  const dataset = ref(0)
  const revision = ref(0)
  /** Where tickets stand in the list, of those that were read. */
  const places = shallowRef<ReadonlyMap<string, number>>(new Map())
  let turn = 0

  const loading = computed(() => matches.value === undefined && failure.value === undefined)
  const total = computed(() => Object.values(summary.value?.byState ?? {}).reduce((sum, count) => sum + count, 0))

  async function open(next: TicketQuery): Promise<void> {
    query.value = next
    await refresh()
    dataset.value += 1
  }

  async function refresh(): Promise<void> {
    turn += 1
    const mine = turn
    const [answer, figures] = await Promise.all([
      call('support.tickets', { ...query.value, limit: 1 }),
      call('support.summary', {}),
    ])
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    if (figures.ok) summary.value = figures.value
    if (!answer.ok) return
    matches.value = answer.value.matches
    revision.value += 1
  }

  /** Rows by their places. Rejects with a sentence for people. */
  async function read(from: number, count: number): Promise<readonly TicketRow[]> {
    const answer = await call('support.tickets', { ...query.value, from, limit: Math.min(count, 200) })
    if (!answer.ok) throw new Error(answer.error.message)
    places.value = new Map([...(from === 0 ? [] : places.value), ...placesOf(answer.value.tickets, from)])
    return answer.value.tickets
  }

  /** Follows tickets while a view shows them; returns the end of it. */
  function watchNow(): () => void {
    return on('support', () => void refresh())
  }

  return { query, summary, matches, failure, dataset, revision, places, loading, total, open, refresh, read, watchNow }
})

function placesOf(tickets: readonly TicketRow[], from: number): readonly (readonly [string, number])[] {
  return tickets.map(({ id }, index) => [id, from + index] as const)
}
