import { computed, ref, shallowRef } from 'vue'

import type { AlertRule } from '../../shared/contract.ts'
import { changesOfRules } from './rule-changes.ts'

/** Rules that are not saved yet, the ones that they began from, and the one that keys act on. // V-217 */
export function ruleDraft() {
  /** What the draft began from. */
  const base = shallowRef<readonly AlertRule[]>()
  const draft = shallowRef<readonly AlertRule[]>([])
  const place = ref(0)

  const changes = computed(() => changesOfRules(base.value ?? [], draft.value))
  const chosen = computed(() => draft.value[place.value])

  function move(step: number): void {
    place.value = Math.max(0, Math.min(place.value + step, draft.value.length - 1))
  }

  function put(index: number, rule: AlertRule): void {
    draft.value = draftWith(index, rule)
  }

  /** The draft with this rule at a place; past its end: with one more. */
  function draftWith(index: number, rule: AlertRule): readonly AlertRule[] {
    return index < draft.value.length ? draft.value.with(index, rule) : [...draft.value, rule]
  }

  function toggle(): void {
    const rule = chosen.value
    if (!rule) return
    const { enabled = true, ...rest } = rule
    put(place.value, enabled ? { ...rest, enabled: false } : rest)
  }

  function remove(): void {
    draft.value = draft.value.filter((_, index) => index !== place.value)
    move(0)
  }

  return { base, draft, place, changes, chosen, move, put, draftWith, toggle, remove }
}
