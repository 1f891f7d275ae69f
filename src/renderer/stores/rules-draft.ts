import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'

import type { DraftProblem, Failure, MergeRule, RuleSuggestion } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { samePlace } from '../rules/rule-words.ts'
import { parseRulesText, rulesText, toDraftProblem, withRule } from '../rules/rules-text.ts'
import { useDrafts } from './drafts.ts'
import { useRules } from './rules.ts'
import { useToasts } from './toasts.ts'

/** No document can have this key: the draft stays out of the list of documents' drafts. */
const DRAFT_KEY = '/merge-rules'

const noProblems: readonly DraftProblem[] = []

interface Edited {
  readonly text: string
  /** The rule set that was in force when the draft was begun. */
  readonly basedOn: number
}

interface Checked {
  readonly text: string
  readonly problems: readonly DraftProblem[]
  /** What the text says, when nothing is wrong with it. */
  readonly rules?: readonly MergeRule[]
}

/** The rules as the operator wants them: kept as they are typed, and never replaced by what comes from elsewhere. // V-173 */
export const useRulesDraft = defineStore('rules-draft', () => {
  const rules = useRules()
  const drafts = useDrafts()
  const toasts = useToasts()
  const edited = shallowRef<Edited>()
  const checked = shallowRef<Checked>()
  const failure = shallowRef<Failure>()
  let checking: { readonly text: string; readonly answer: Promise<readonly DraftProblem[]> } | undefined

  const pristine = computed(() => rulesText(rules.inForce))
  const text = computed(() => edited.value?.text ?? pristine.value)
  const dirty = computed(() => edited.value !== undefined)
  const basedOn = computed(() => edited.value?.basedOn ?? rules.version)
  /** Other rules came into force since the draft was begun. */
  const moved = computed(() => rules.overview !== undefined && basedOn.value !== rules.version)
  const current = computed(() => (checked.value?.text === text.value ? checked.value : undefined))
  const problems = computed(() => current.value?.problems ?? noProblems)
  /** The draft as rules; undefined while something is wrong with it, or nobody has looked yet. */
  const parsed = computed(() => current.value?.rules)

  /** What the operator typed. Typed back to what is in force, it is no draft any more. */
  function type(next: string): void {
    if (next === text.value) return
    if (next === pristine.value && !moved.value) return void drop()
    edited.value = { text: next, basedOn: basedOn.value }
    drafts.keep(DRAFT_KEY, next, basedOn.value)
  }

  async function drop(): Promise<void> {
    edited.value = undefined
    await drafts.drop(DRAFT_KEY)
  }

  async function discard(): Promise<void> {
    const was = edited.value
    await drop()
    if (was) toasts.show({ title: 'The draft of the rules is discarded', undo: () => restore(was) })
  }

  function restore(was: Edited): void {
    edited.value = was
    drafts.keep(DRAFT_KEY, was.text, was.basedOn)
  }

  /** Goes on from what is in force by now; what the draft says stays, and is compared with it. */
  function rebase(): void {
    if (edited.value) restore({ ...edited.value, basedOn: rules.version })
  }

  /** Asks once for a text, however many want to know: the editor for its marks, the view for its buttons. */
  function check(next: string): Promise<readonly DraftProblem[]> {
    if (checking?.text !== next) checking = { text: next, answer: look(next) }
    return checking.answer
  }

  async function look(next: string): Promise<readonly DraftProblem[]> {
    const read = parseRulesText(next)
    if (!read.ok) return settle({ text: next, problems: [read.problem] })
    const answer = await call('rules.check', { rules: read.value })
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return noProblems
    const found = answer.value.map(toDraftProblem)
    return settle({ text: next, problems: found, ...(found.length === 0 ? { rules: read.value as readonly MergeRule[] } : {}) })
  }

  function settle(outcome: Checked): readonly DraftProblem[] {
    if (outcome.text === text.value) checked.value = outcome
    return outcome.problems
  }

  function has({ rule }: Pick<RuleSuggestion, 'rule'>): boolean {
    return parsed.value?.some((other) => samePlace(other, rule)) ?? false
  }

  /** Takes a suggested rule into the draft; false, with a word, where the draft can take none as it stands. */
  function take({ rule }: Pick<RuleSuggestion, 'rule'>): boolean {
    const next = withRule(text.value, rule)
    if (next === undefined) {
      toasts.show({ title: 'The draft can take no rule now', text: 'Correct what is marked in it first.', tone: 'warn' })
      return false
    }
    type(next)
    return true
  }

  // A draft that was kept comes back, unless somebody has begun another one already.
  watch(
    () => drafts.byKey.get(DRAFT_KEY),
    (kept) => {
      if (kept && !edited.value) edited.value = { text: kept.text, basedOn: kept.baseVersion }
    },
    { immediate: true },
  )
  watch(text, (now) => void check(now), { immediate: true })

  return { text, dirty, basedOn, moved, problems, parsed, failure, type, drop, discard, restore, rebase, check, has, take }
})
