import { useThrottleFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { Failure, Timeline } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { instantAfter, instantBefore } from '../time-travel/neighbour.ts'
import { type TimeSpan, zoomSpan } from '../time-travel/time-span.ts'
import { useConnection } from './connection.ts'

const bucketCount = 120
/** Changes looked at for one step: those of one instant (an import) count as one step. */
const stepPage = 500

/** Where in time the console looks. Undefined is now; everything else is read-only. */
export const useTimeTravel = defineStore('time-travel', () => {
  const at = shallowRef<number>()
  const open = shallowRef(false)
  const timeline = shallowRef<Timeline>()
  const failure = shallowRef<Failure>()
  /** The part of the log that the slider covers; undefined: all of it. */
  const zoomed = shallowRef<TimeSpan>()

  const travelling = computed(() => at.value !== undefined)
  const whole = computed<TimeSpan>(() => ({ from: timeline.value?.horizon.at ?? 0, to: timeline.value?.head.at ?? 0 }))
  const span = computed<TimeSpan>(() => ({ from: timeline.value?.from ?? 0, to: timeline.value?.to ?? 0 }))

  async function load(): Promise<void> {
    const answer = await call('engine.timeline', { buckets: bucketCount, ...zoomed.value })
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) timeline.value = answer.value
  }

  async function start(): Promise<void> {
    open.value = true
    await load()
  }

  function go(instant: number): void {
    open.value = true
    at.value = Math.round(instant)
  }

  function toNow(): void {
    at.value = undefined
    open.value = false
    zoomed.value = undefined
  }

  /** A factor below 1 looks closer, around the instant shown; undefined shows the whole log again. */
  async function zoom(factor: number | undefined): Promise<void> {
    zoomed.value = factor === undefined ? undefined : zoomSpan(span.value, whole.value, at.value ?? span.value.to, factor)
    await load()
  }

  /** To the change before or after, by the log itself. `seq` is the change that the list on screen looks back to. */
  async function step(direction: 'back' | 'forth', seq: number): Promise<void> {
    const from = at.value ?? Number.POSITIVE_INFINITY
    // Newest first, `before` exclusive: the page before ends at this change, the page after ends that many beyond it.
    const before = direction === 'back' ? seq + 1 : seq + stepPage + 1
    const answer = await call('history.recent', { before, limit: stepPage })
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    const found = direction === 'back' ? instantBefore(answer.value, from) : instantAfter(answer.value, from)
    const oldest = answer.value.at(-1)
    if (found !== undefined) go(found)
    // All of one instant: before its first change there may be more.
    else if (direction === 'back' && oldest && oldest.seq > 1) go(oldest.at - 1)
  }

  const follow = useThrottleFn(load, 2000, true)
  useConnection().onChanges(() => open.value && void follow())

  return { at, open, timeline, failure, zoomed, travelling, whole, span, load, start, go, toNow, zoom, step }
})
