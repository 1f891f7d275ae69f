import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { call } from '../client.ts'
import { useConnection } from './connection.ts'
import { useTasks } from './tasks.ts'
import { useToasts } from './toasts.ts'

/** The engine at a glance, kept current while somebody looks. */
export const useOverview = defineStore('overview', () => {
  const connection = useConnection()
  const tasks = useTasks()
  const toasts = useToasts()
  const watching = ref(0)

  const current = computed(() => connection.overview)
  const verifying = computed(() => tasks.running.find(({ kind }) => kind === 'verify'))

  const follow = useThrottleFn(() => connection.refresh(), 1000, true)
  connection.onChanges(() => watching.value > 0 && void follow())

  /** Refreshes while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    watching.value += 1
    void connection.refresh()
    return () => {
      watching.value -= 1
    }
  }

  async function verify(): Promise<void> {
    if (verifying.value) return
    const answer = await call('engine.verify', {})
    if (!answer.ok) {
      toasts.failed('Verification did not start', answer.error)
      return
    }
    await tasks.ending(answer.value.taskId)
    await connection.refresh()
  }

  async function loadSample(): Promise<void> {
    const answer = await call('engine.load-sample', {})
    if (!answer.ok) toasts.failed('The sample workspace was not loaded', answer.error)
  }

  return { current, verifying, watchNow, verify, loadSample }
})
