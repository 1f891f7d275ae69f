import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Timeline } from '../../shared/contract.ts'
import { call } from '../client.ts'

/** When one key changed. */
export const useKeyTimeline = defineStore('key-timeline', () => {
  const timeline = shallowRef<Timeline>()
  let asked = ''

  async function show(key: string): Promise<void> {
    if (key !== asked) timeline.value = undefined
    asked = key
    if (key === '') return
    const answer = await call('engine.timeline', { buckets: 96, key })
    // A strip that cannot be drawn is left out; the list beside it says why the engine does not answer.
    if (asked === key && answer.ok) timeline.value = answer.value
  }

  return { timeline, show }
})
