import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { ConflictSummary } from '../../shared/contract.ts'
import { call, on } from '../client.ts'

const SHOWN = 5
const REST_MS = 3000

/** The first conflicts that wait, by name, while the overview shows them. */
export const useOpenConflicts = defineStore('open-conflicts', () => {
  const first = shallowRef<readonly ConflictSummary[]>()
  let busy = false
  let askedAt = 0

  async function load(): Promise<void> {
    if (busy) return
    busy = true
    askedAt = Date.now()
    const order = await call('conflicts.list', {})
    const rows = order.ok ? await call('conflicts.rows', { ids: order.value.ids.slice(0, SHOWN) }) : order
    busy = false
    if (rows.ok) first.value = rows.value.filter((row) => row !== null)
  }

  /** The last of many changes is never left out: each second of monitoring looks whether one is still to be read. */
  function watchNow(): () => void {
    let due = false
    const follow = (): void => {
      if (!due || Date.now() - askedAt < REST_MS) return
      due = false
      void load()
    }
    void load()
    const stops = [
      on('conflicts', () => {
        due = true
        follow()
      }),
      on('monitoring', follow),
    ]
    return () => stops.forEach((stop) => stop())
  }

  return { first, load, watchNow }
})
