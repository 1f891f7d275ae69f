import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { ruleDraft } from '../alerts/rule-draft.ts'
import type { AlertRule, Failure, MetricView } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useAlerts } from './alerts.ts'
import { useToasts } from './toasts.ts'

/** The rules that are watched, and a draft of others. // V-217, V-218 */
export const useAlertRules = defineStore('alert-rules', () => {
  const alerts = useAlerts()
  const toasts = useToasts()
  const drafted = ruleDraft()
  const { base, draft, changes, move } = drafted
  const failure = shallowRef<Failure>()
  const catalogue = shallowRef<readonly MetricView[]>([])
  const reviewing = ref(false)
  const refused = shallowRef<Failure>()
  const busy = ref(false)

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

  return { ...drafted, failure, catalogue, reviewing, refused, busy, load, reset, review, save, discard }
})
