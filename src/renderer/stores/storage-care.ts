import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { AppInfo, Args, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useConnection } from './connection.ts'
import { useTasks } from './tasks.ts'

/** What Settings knows and does about the program and its store. */
export const useStorageCare = defineStore('storage-care', () => {
  const info = shallowRef<AppInfo>()
  const failure = shallowRef<Failure>()
  const compacting = ref(false)
  const connection = useConnection()
  const tasks = useTasks()

  async function load(): Promise<void> {
    const answer = await call('app.info', {})
    if (answer.ok) info.value = answer.value
    else failure.value = answer.error
    await connection.refresh()
  }

  /** How many changes are older than an instant: what compaction to it would let go. */
  async function countBefore(before: number): Promise<number | undefined> {
    const horizon = connection.overview?.horizon.at ?? 0
    const answer = await call('engine.timeline', { buckets: 1, from: horizon, to: Math.max(horizon, before - 1) })
    failure.value = answer.ok ? undefined : answer.error
    return answer.ok ? answer.value.buckets.reduce((sum, count) => sum + count, 0) : undefined
  }

  /** Lets old history go, for ever. True when it ran to its end. */
  async function compact(plan: Args<'engine.compact'>): Promise<boolean> {
    compacting.value = true
    const answer = await call('engine.compact', plan)
    failure.value = answer.ok ? undefined : answer.error
    const ended = answer.ok ? await tasks.ending(answer.value.taskId) : undefined
    compacting.value = false
    await connection.refresh()
    return ended?.state === 'done'
  }

  async function chooseFolder(): Promise<void> {
    await connection.chooseFolder()
  }

  return { info, failure, compacting, load, countBefore, compact, chooseFolder }
})
