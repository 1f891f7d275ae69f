import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Breach, Failure, Objective } from '../../shared/contract.ts'
import { call } from '../client.ts'
import type { TimeStretch } from '../metrics/time-spans.ts'
import type { Attainment } from '../sla/attainment-chart.ts'

const POINTS = 200
const PAGE = 100
/** What was read of the list stays up to here when it is read anew. */
const MOST_AGAIN = 500

/** Of one objective: its share in time over a span, and the operations that were too late. */
export const useObjectiveCourse = defineStore('objective-course', () => {
  const attainment = shallowRef<Attainment>()
  const breaches = shallowRef<readonly Breach[]>([])
  /** There while there are older breaches: what asks for them. */
  const older = ref<number>()
  const failure = shallowRef<Failure>()
  /** Raised when the list is another: the table reads it anew. */
  const revision = ref(0)
  let shown = ''
  let turn = 0

  /** An answer that a later question has overtaken is dropped. */
  async function load({ id, target }: Objective, stretch: TimeStretch): Promise<void> {
    if (id !== shown) clear()
    shown = id
    turn += 1
    const mine = turn
    const limit = Math.max(PAGE, Math.min(breaches.value.length, MOST_AGAIN))
    const [course, page] = await Promise.all([
      call('sla.attainment', { objective: id, ...stretch, points: POINTS }),
      call('sla.breaches', { objective: id, limit }),
    ])
    if (mine !== turn) return
    failure.value = undefined
    if (course.ok) attainment.value = { ...stretch, target, ...course.value }
    else failure.value = course.error
    if (page.ok) show(page.value.breaches, page.value.cursor)
    else failure.value = page.error
  }

  async function loadOlder(): Promise<void> {
    if (older.value === undefined) return
    turn += 1
    const mine = turn
    const answer = await call('sla.breaches', { objective: shown, limit: PAGE, cursor: older.value })
    if (mine !== turn) return
    if (answer.ok) show([...breaches.value, ...answer.value.breaches], answer.value.cursor)
    else failure.value = answer.error
  }

  function show(listed: readonly Breach[], cursor: number | undefined): void {
    breaches.value = listed
    older.value = cursor
    revision.value += 1
  }

  function clear(): void {
    turn += 1
    shown = ''
    attainment.value = undefined
    failure.value = undefined
    show([], undefined)
  }

  return { attainment, breaches, older, failure, revision, load, loadOlder, clear }
})
