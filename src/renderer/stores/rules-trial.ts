import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { ConflictSummary, ConflictView, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { trialRows } from '../rules/trial-rows.ts'
import { useRulesDraft } from './rules-draft.ts'

/** Conflicts of either kind that are offered. */
const OFFERED = 50

interface Tried {
  readonly now: ConflictView
  readonly under: ConflictView
}

/** One conflict, as the draft would have it. */
export const useRulesTrial = defineStore('rules-trial', () => {
  const draft = useRulesDraft()
  const waiting = shallowRef<readonly ConflictSummary[]>()
  const decided = shallowRef<readonly ConflictView[]>()
  const chosen = ref('')
  const tried = shallowRef<Tried>()
  const failure = shallowRef<Failure>()
  let turn = 0

  const rows = computed(() => (tried.value ? trialRows(tried.value.now, tried.value.under) : []))

  /** Reads what can be tried: what waits, most urgent first, and what was decided last. */
  async function offer(): Promise<void> {
    const [order, history] = await Promise.all([call('conflicts.list', {}), call('conflicts.history', { limit: OFFERED })])
    if (history.ok) decided.value = history.value
    else failure.value = history.error
    if (!order.ok) return void (failure.value = order.error)
    const summaries = await call('conflicts.rows', { ids: order.value.ids.slice(0, OFFERED) })
    if (summaries.ok) waiting.value = summaries.value.filter((summary) => summary !== null)
    else failure.value = summaries.error
  }

  async function choose(id: string): Promise<void> {
    if (id !== chosen.value) tried.value = undefined
    chosen.value = id
    failure.value = undefined
    await run()
  }

  /** Judges the chosen conflict anew; an answer about another one, or an older draft, is dropped. // V-175 */
  async function run(): Promise<void> {
    turn += 1
    const mine = turn
    const [id, rules] = [chosen.value, draft.parsed]
    if (id === '' || !rules) return
    const [now, under] = await Promise.all([call('conflicts.get', { id }), call('rules.test', { rules, conflict: id })])
    if (mine !== turn) return
    const refused = !now.ok ? now.error : !under.ok ? under.error : undefined
    failure.value = refused
    tried.value = now.ok && under.ok ? { now: now.value, under: under.value } : undefined
  }

  return { waiting, decided, chosen, tried, rows, failure, offer, choose, run }
})
