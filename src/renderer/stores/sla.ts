import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Breach, Failure, ObjectiveDraft, ObjectiveReport, Result } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import type { TimeStretch } from '../metrics/time-spans.ts'
import type { Attainment } from '../sla/attainment-chart.ts'
import { withoutSince } from '../sla/objective-form.ts'

const POINTS = 200
const PAGE = 100
/** Figures move once a second; people read them more slowly. */
const REST_MS = 2000

/** Objectives with how they are kept, and of the chosen one its course and its breaches. */
export const useSla = defineStore('sla', () => {
  const reports = shallowRef<readonly ObjectiveReport[]>()
  const failure = shallowRef<Failure>()
  const busy = ref(false)
  /** The id of the chosen objective. */
  const chosen = ref('')
  const attainment = shallowRef<Attainment>()
  const breaches = shallowRef<readonly Breach[]>([])
  const older = ref<number>()
  /** Raised when the figures are others: tables read them anew. */
  const revision = ref(0)
  let span: () => TimeStretch = () => ({ from: 0, to: 1 })
  let turn = 0
  let readAt = 0

  const report = computed(() => reports.value?.find(({ objective }) => objective.id === chosen.value) ?? reports.value?.[0])

  async function load(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const answer = await call('sla.report', {})
    busy.value = false
    readAt = Date.now()
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    reports.value = answer.value
    revision.value += 1
    await loadChosen()
  }

  /** An answer that a later choice has overtaken is dropped. */
  async function loadChosen(): Promise<void> {
    turn += 1
    const mine = turn
    const objective = report.value?.objective
    if (!objective) {
      attainment.value = undefined
      breaches.value = []
      older.value = undefined
      return
    }
    const { id, target } = objective
    const stretch = span()
    const [course, page] = await Promise.all([
      call('sla.attainment', { objective: id, ...stretch, points: POINTS }),
      call('sla.breaches', { objective: id, limit: Math.max(PAGE, Math.min(breaches.value.length, 500)) }),
    ])
    if (mine !== turn) return
    if (course.ok) attainment.value = { ...stretch, target, ...course.value }
    if (page.ok) {
      breaches.value = page.value.breaches
      older.value = page.value.cursor
    }
    const refused = [course, page].find((answer) => !answer.ok)
    failure.value = refused && !refused.ok ? refused.error : undefined
    revision.value += 1
  }

  async function loadOlder(): Promise<void> {
    const objective = report.value?.objective
    if (!objective || older.value === undefined) return
    const answer = await call('sla.breaches', { objective: objective.id, limit: PAGE, cursor: older.value })
    if (!answer.ok) return void (failure.value = answer.error)
    breaches.value = [...breaches.value, ...answer.value.breaches]
    older.value = answer.value.cursor
    revision.value += 1
  }

  /** `stretch` tells what the chart is to show, whenever it is read. */
  async function choose(id: string, stretch: () => TimeStretch): Promise<void> {
    if (id !== chosen.value) breaches.value = []
    chosen.value = id
    span = stretch
    if (reports.value) await loadChosen()
  }

  /** Keeps the objective in the place of the one of its id, or as a new one. */
  function put(draft: ObjectiveDraft): Promise<Result<unknown>> {
    const drafts = (reports.value ?? []).map(({ objective }) => withoutSince(objective))
    const known = drafts.some(({ id }) => id === draft.id)
    return save(known ? drafts.map((one) => (one.id === draft.id ? draft : one)) : [...drafts, draft])
  }

  function remove(id: string): Promise<Result<unknown>> {
    const kept = (reports.value ?? []).filter(({ objective }) => objective.id !== id)
    return save(kept.map(({ objective }) => withoutSince(objective)))
  }

  async function save(objectives: readonly ObjectiveDraft[]): Promise<Result<unknown>> {
    const answer = await call('sla.save-objectives', { objectives })
    if (answer.ok) await load()
    return answer
  }

  /** Follows the engine while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    return on('monitoring', () => {
      if (!busy.value && Date.now() - readAt >= REST_MS) void load()
    })
  }

  return {
    reports,
    failure,
    busy,
    chosen,
    report,
    attainment,
    breaches,
    older,
    revision,
    load,
    loadOlder,
    choose,
    put,
    remove,
    watchNow,
  }
})
