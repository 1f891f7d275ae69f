import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { changesOfRules } from '../alerts/rule-changes.ts'
import type { AlertRule, Failure, MetricView } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useAlerts } from './alerts.ts'
import { useToasts } from './toasts.ts'

/** The rules that are watched, and a draft of others. // V-217, V-218 */
export const useAlertRules = defineStore('alert-rules', () => {
  const alerts = useAlerts()
  const toasts = useToasts()
  /** What the draft began from. */
  const base = shallowRef<readonly AlertRule[]>()
  const draft = shallowRef<readonly AlertRule[]>([])
  const failure = shallowRef<Failure>()
  const catalogue = shallowRef<readonly MetricView[]>([])
  const place = ref(0)
  const reviewing = ref(false)
  const refused = shallowRef<Failure>()
  const busy = ref(false)

  const changes = computed(() => changesOfRules(base.value ?? [], draft.value))
  const chosen = computed(() => draft.value[place.value])

  /** Reads the rules. A draft that holds changes stays as it is. */
  async function load(): Promise<void> {
    const [listed, known] = await Promise.all([call('alerts.list', {}), call('metrics.catalogue', {})])
    if (known.ok) catalogue.value = known.value
    failure.value = listed.ok ? undefined : listed.error
    if (listed.ok && changes.value.length === 0) begin(listed.value.map(({ rule }) => rule))
  }

  function begin(rules: readonly AlertRule[]): void {
    base.value = rules
    draft.value = rules
    refused.value = undefined
    move(0)
  }

  function move(step: number): void {
    place.value = Math.max(0, Math.min(place.value + step, draft.value.length - 1))
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

  async function reset(): Promise<void> {
    const answer = await call('alerts.default-rules', {})
    if (answer.ok) draft.value = answer.value
    else toasts.failed('The default rules cannot be read', answer.error)
    move(0)
  }

  function review(): void {
    refused.value = undefined
    if (changes.value.length > 0) reviewing.value = true
  }

  async function save(): Promise<void> {
    if (busy.value) return
    busy.value = true
    const answer = await call('alerts.save-rules', { rules: draft.value, basedOn: base.value ?? [] })
    busy.value = false
    refused.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    reviewing.value = false
    begin(answer.value.map(({ rule }) => rule))
    alerts.show(answer.value)
    toasts.show({ title: 'The alert rules are in force', tone: 'ok' })
  }

  /** Lets the draft go, and begins from what is in force now. */
  async function discard(): Promise<void> {
    draft.value = base.value ?? []
    reviewing.value = false
    await load()
  }

  function put(index: number, rule: AlertRule): void {
    draft.value = draftWith(index, rule)
  }

  /** The draft with this rule at a place; past its end: with one more. */
  function draftWith(index: number, rule: AlertRule): readonly AlertRule[] {
    return index < draft.value.length ? draft.value.with(index, rule) : [...draft.value, rule]
  }

  return {
    base,
    draft,
    failure,
    catalogue,
    place,
    chosen,
    reviewing,
    refused,
    busy,
    changes,
    load,
    move,
    put,
    draftWith,
    toggle,
    remove,
    reset,
    review,
    save,
    discard,
  }
})
