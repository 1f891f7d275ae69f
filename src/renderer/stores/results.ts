import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, ResultRow, ResultSet } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { everything, type ResultQuery } from '../results/result-query.ts'
import { untilQuiet } from '../results/until-quiet.ts'
import { useConnection } from './connection.ts'

/** The list of documents on screen: a frozen set of rows that keep their place while the store changes underneath. */
export const useResults = defineStore('results', () => {
  const query = shallowRef<ResultQuery>(everything)
  const set = shallowRef<ResultSet>()
  const failure = shallowRef<Failure>()
  const opening = ref(false)
  /** Counts up when rows may have changed: what is on screen is then read anew. */
  const revision = ref(0)
  /** The list has answered its first rows, or has none. */
  const painted = ref(false)
  let turn = 0
  let counting = false

  const arrived = computed(() => set.value?.arrived ?? 0)
  // Another order than that of keys is known only when the last row is.
  const sorting = computed(() => set.value !== undefined && !set.value.complete && query.value.sort !== 'key')

  /** Asks another question. The old list stays up until the new one has begun. */
  async function open(next: ResultQuery): Promise<void> {
    turn += 1
    const mine = turn
    query.value = next
    painted.value = false
    opening.value = true
    const answer = await call('results.open', next)
    if (mine !== turn) return release(answer.ok ? answer.value.id : undefined)
    opening.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    release(set.value?.id)
    set.value = answer.value
    await scan(mine)
  }

  function release(id: string | undefined): void {
    if (id !== undefined) void call('results.close', { id })
  }

  async function scan(mine: number): Promise<void> {
    for (let id = unfinished(mine); id !== undefined; id = unfinished(mine)) {
      const answer = await call('results.continue', { id })
      if (mine !== turn) return
      if (!answer.ok) {
        failure.value = answer.error
        return
      }
      set.value = answer.value
    }
  }

  function unfinished(mine: number): string | undefined {
    return mine === turn && set.value && !set.value.complete ? set.value.id : undefined
  }

  /** The same question again, now: what is new takes its place in the list. */
  async function refresh(): Promise<void> {
    await open(query.value)
  }

  /** Rows by position; rejects with a sentence for people. A set that the engine let go of is opened again. */
  async function read(from: number, count: number): Promise<readonly (ResultRow | null)[]> {
    const asked = set.value
    if (!asked) return []
    const answer = await call('results.rows', { id: asked.id, from, count })
    if (answer.ok) {
      painted.value = true
      return answer.value
    }
    if (answer.error.code === 'E_RESULT_SET_GONE' && set.value?.id === asked.id) void refresh()
    throw new Error(answer.error.message)
  }

  /** Lets the engine read the log on, a slice a call, until it finds nothing more that would be new here. */
  async function countArrivals(): Promise<void> {
    if (counting) return
    counting = true
    const mine = turn
    await untilQuiet(async () => {
      const answer = await call('results.continue', { id: set.value?.id ?? '' })
      if (!answer.ok || mine !== turn) return undefined
      set.value = answer.value
      return answer.value.arrived
    })
    counting = false
  }

  function look(): void {
    if (!set.value?.complete) return
    revision.value += 1
    void countArrivals()
  }

  const follow = useThrottleFn(look, 250, true)
  useConnection().onChanges(() => void follow())

  return { query, set, failure, opening, painted, revision, arrived, sorting, open, refresh, read }
})
