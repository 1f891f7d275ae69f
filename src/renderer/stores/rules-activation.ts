import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure, MergeRule, RulesActivated, RuleSetVersion } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { formatCounted } from '../format/number.ts'
import { diffRules } from '../rules/rule-diff.ts'
import { useRules } from './rules.ts'
import { useRulesDraft } from './rules-draft.ts'
import { useToasts } from './toasts.ts'

/** What is under review: rules that are to come into force, and what they are compared with. */
interface Review {
  readonly rules: readonly MergeRule[]
  /** The rule set that was in force when the review began. */
  readonly basedOn: number
  readonly against: readonly MergeRule[]
  /** The earlier rule set that these rules are; absent: they are the draft. */
  readonly backTo?: number
}

/** Puts rules into force, and puts earlier ones into force anew: reviewed, never in passing. */
export const useRulesActivation = defineStore('rules-activation', () => {
  const rules = useRules()
  const draft = useRulesDraft()
  const toasts = useToasts()
  const review = shallowRef<Review>()
  const note = ref('')
  const busy = ref(false)
  const failure = shallowRef<Failure>()

  const changes = computed(() => (review.value ? diffRules(review.value.against, review.value.rules) : []))
  const changed = computed(() => changes.value.some(({ change }) => change !== 'kept'))

  function begin(next: Review, reason: string): void {
    review.value = next
    note.value = reason
    failure.value = undefined
  }

  /** Reviews the draft; not while something is wrong with it, or other rules came into force meanwhile. // V-177 */
  function reviewDraft(): void {
    if (!draft.dirty || draft.moved || !draft.parsed) return
    begin({ rules: draft.parsed, basedOn: rules.version, against: rules.inForce }, '')
  }

  /** Reviews going back to an earlier rule set: its rules come into force as a new version. // V-178 */
  function reviewRollback(earlier: RuleSetVersion): void {
    const { version: backTo } = earlier
    if (backTo === rules.version) return
    begin({ rules: earlier.rules, basedOn: rules.version, against: rules.inForce, backTo }, `Back to rule set ${backTo}`)
  }

  function dismiss(): void {
    review.value = undefined
  }

  async function perform(): Promise<void> {
    if (!review.value || busy.value || !changed.value) return
    const { rules: next, basedOn, against, backTo } = review.value
    busy.value = true
    const reason = note.value.trim()
    const answer = await call('rules.activate', { rules: next, basedOn, ...(reason === '' ? {} : { note: reason }) })
    busy.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) {
      dismiss()
      if (backTo === undefined) await draft.drop()
      tell(answer.value, against)
    }
    // What is in force is known anew either way: a refusal may say that it has moved.
    await rules.load()
  }

  function tell({ current, settled }: RulesActivated, before: readonly MergeRule[]): void {
    const title = `Rule set ${current.version} is in force`
    const queue = settled === 0 ? '' : `${formatCounted(settled, 'waiting conflict was', 'waiting conflicts were')} settled by it.`
    const stays = settled === 0 ? '' : ' Undo puts the rules back; what was settled stays settled.'
    toasts.show({ title, text: `${queue}${stays}`, tone: 'ok', undo: () => takeBack(current.version, before) })
  }

  /** Puts the former rules into force anew, if nobody did something else meanwhile. */
  async function takeBack(version: number, before: readonly MergeRule[]): Promise<void> {
    const answer = await call('rules.activate', { rules: before, basedOn: version, note: `Rule set ${version} taken back` })
    if (answer.ok) toasts.show({ title: `The former rules are in force again, as rule set ${answer.value.current.version}` })
    else toasts.failed('The rules could not be taken back', answer.error)
    await rules.load()
  }

  return { review, note, busy, failure, changes, changed, reviewDraft, reviewRollback, dismiss, perform }
})
