import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Failure } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { HOUR_LINES, HOUR_NAMES, type LastHour, lastHour } from '../metrics/hour-lines.ts'
import { pauseAfter } from '../metrics/time-spans.ts'

const HOUR = 3_600_000
/** A point for every ten seconds, read as often as there is a new one. */
const POINTS = 360
const REST_MS = 10_000

/** The figures of the last hour for the overview: one question for all lines, and only while somebody looks. */
export const useLastHour = defineStore('last-hour', () => {
  const current = shallowRef<LastHour>()
  const failure = shallowRef<Failure>()
  const busy = ref(false)
  let askedAt = 0
  let failures = 0

  async function load(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const to = Date.now()
    askedAt = to
    const from = to - HOUR
    const answer = await call('metrics.range', { lines: HOUR_NAMES.map((name) => HOUR_LINES[name]), from, to, points: POINTS })
    busy.value = false
    failure.value = answer.ok ? undefined : answer.error
    failures = answer.ok ? 0 : failures + 1
    if (answer.ok) current.value = lastHour(answer.value, from, to)
  }

  /** Follows the engine while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    void load()
    return on('monitoring', () => {
      if (Date.now() - askedAt >= pauseAfter(failures, REST_MS)) void load()
    })
  }

  return { current, failure, busy, load, watchNow }
})
