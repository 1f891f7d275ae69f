import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'

import type { ClientFilter, ClientRow, ClientSort, ClientSummary, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { settleOrder } from '../clients/settle-order.ts'
import { readClientRows } from './client-rows.ts'
import { useHub } from './hub.ts'

export interface ClientQuery extends ClientFilter {
  readonly sort: ClientSort
  readonly descending: boolean
}

export const allClients: ClientQuery = { sort: 'name', descending: false }

/** The clients of the hub as a list that stands still while their figures move. */
export const useClients = defineStore('clients', () => {
  const hub = useHub()
  const query = shallowRef<ClientQuery>(allClients)
  const order = shallowRef<readonly string[]>([])
  const matches = ref<number>()
  /** Rows that sorting now would move. */
  const displaced = ref(0)
  const failure = shallowRef<Failure>()
  /** Another list, and the same list with newer figures. */
  const generation = ref(0)
  const revision = ref(0)
  /** Somebody points at the list or works in it: no row may move. */
  const engaged = ref(false)
  const watching = ref(0)
  let turn = 0

  const dataset = computed(() => generation.value)
  const loading = computed(() => matches.value === undefined && failure.value === undefined)

  /** Asks for another list. */
  async function open(next: ClientQuery): Promise<void> {
    query.value = next
    await list(false)
  }

  /** Sorts in what came last, because the operator says so. */
  async function sortIn(): Promise<void> {
    await list(false)
  }

  async function list(keepPlaces: boolean): Promise<void> {
    turn += 1
    const mine = turn
    const answer = await call('clients.list', query.value)
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    const settled = settleOrder(order.value, answer.value.replicas, keepPlaces && engaged.value)
    order.value = settled.replicas
    displaced.value = settled.displaced
    matches.value = answer.value.matches
    if (!keepPlaces) generation.value += 1
    revision.value += 1
  }

  function read(from: number, count: number): Promise<readonly (ClientRow | null)[]> {
    return readClientRows(order.value.slice(from, from + count))
  }

  /** Follows the clients while a view shows them; returns the end of it. */
  function watchNow(): () => void {
    watching.value += 1
    void list(true)
    return () => {
      watching.value -= 1
    }
  }

  function follow(now: ClientSummary | undefined, before: ClientSummary | undefined): void {
    if (watching.value === 0 || !now) return
    // Somebody came or was forgotten; with a filter on states, somebody may have changed sides.
    if (now.known !== before?.known || changedSides(now, before)) void list(true)
    else revision.value += 1
  }

  function changedSides(now: ClientSummary, before: ClientSummary): boolean {
    const { status } = query.value
    if (status === undefined) return false
    return status === 'trouble' ? now.trouble !== before.trouble : now.byStatus[status] !== before.byStatus[status]
  }

  watch(() => hub.clients, follow)

  return {
    query,
    order,
    matches,
    displaced,
    failure,
    dataset,
    revision,
    engaged,
    loading,
    open,
    sortIn,
    read,
    watchNow,
  }
})
