import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, MergeRule, WhatIfReport } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useRulesDraft } from './rules-draft.ts'

/** How many of the newest decisions are replayed. */
export type Depth = 200 | 1000 | 5000

interface Replayed {
  readonly rules: readonly MergeRule[]
  readonly depth: Depth
  readonly report: WhatIfReport
}

/** What the draft would have made of conflicts that people decided. */
export const useRulesWhatIf = defineStore('rules-what-if', () => {
  const draft = useRulesDraft()
  const depth = ref<Depth>(1000)
  const replayed = shallowRef<Replayed>()
  const failure = shallowRef<Failure>()
  const running = ref(false)
  let turn = 0

  const report = computed(() => replayed.value?.report)
  /** The report is of another draft than the one on screen, or of another number of decisions. */
  const stale = computed(() => replayed.value?.rules !== draft.parsed || replayed.value?.depth !== depth.value)

  /** Replays the draft. A later run makes an earlier one's answer worthless. // V-176 */
  async function run(): Promise<void> {
    const { parsed } = draft
    if (!parsed) return
    turn += 1
    const mine = turn
    const limit = depth.value
    running.value = true
    const answer = await call('rules.what-if', { rules: parsed, limit })
    if (mine !== turn) return
    running.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) replayed.value = { rules: parsed, depth: limit, report: answer.value }
  }

  return { depth, replayed, report, failure, running, stale, run }
})
