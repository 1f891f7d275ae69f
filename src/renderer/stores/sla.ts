import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, ObjectiveDraft, ObjectiveReport, Result } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import type { TimeStretch } from '../metrics/time-spans.ts'
import { withoutSince } from '../sla/objective-form.ts'
import { useObjectiveCourse } from './objective-course.ts'

/** Figures move once a second; people read them more slowly. */
const REST_MS = 2000

/** Objectives with how they are kept, and which of them is chosen. */
export const useSla = defineStore('sla', () => {
  const course = useObjectiveCourse()
  const reports = shallowRef<readonly ObjectiveReport[]>()
  const failure = shallowRef<Failure>()
  const busy = ref(false)
  /** The id of the chosen objective. */
  const chosen = ref('')
  /** Raised when the figures are others: the table reads them anew. */
  const revision = ref(0)
  let span: () => TimeStretch = () => ({ from: 0, to: 1 })
  let readAt = 0
  let turn = 0

  /** Where nothing is chosen, or what is no more, the first. */
  const report = computed(() => reports.value?.find(({ objective }) => objective.id === chosen.value) ?? reports.value?.[0])

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    busy.value = true
    const answer = await call('sla.report', {})
    // What was asked before somebody saved would hide what was saved.
    if (mine !== turn) return
    busy.value = false
    readAt = Date.now()
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    reports.value = answer.value
    revision.value += 1
    await loadCourse()
  }

  async function loadCourse(): Promise<void> {
    if (report.value) await course.load(report.value.objective, span())
    else course.clear()
  }

  /** `stretch` tells what the chart is to show, whenever it is read. */
  async function choose(id: string, stretch: () => TimeStretch): Promise<void> {
    chosen.value = id
    span = stretch
    if (reports.value) await loadCourse()
  }

  /** Keeps the objective in the place of the one of its id, or as a new one. */
  function put(draft: ObjectiveDraft): Promise<Result<unknown>> {
    return save((kept) => {
      const known = kept.some(({ id }) => id === draft.id)
      return known ? kept.map((one) => (one.id === draft.id ? draft : one)) : [...kept, draft]
    })
  }

  function remove(id: string): Promise<Result<unknown>> {
    return save((kept) => kept.filter((one) => one.id !== id))
  }

  /** Begins from what the hub has: what somebody else has saved meanwhile stays. */
  async function save(change: (kept: readonly ObjectiveDraft[]) => readonly ObjectiveDraft[]): Promise<Result<unknown>> {
    const kept = await call('sla.objectives', {})
    if (!kept.ok) return kept
    const answer = await call('sla.save-objectives', { objectives: change(kept.value.map(withoutSince)) })
    if (answer.ok) await load()
    return answer
  }

  /** Follows the engine while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    return on('monitoring', () => {
      if (!busy.value && Date.now() - readAt >= REST_MS) void load()
    })
  }

  return { reports, failure, busy, chosen, report, revision, load, choose, put, remove, watchNow }
})
