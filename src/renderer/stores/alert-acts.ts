import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { AlertRule, AlertView } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useAlerts } from './alerts.ts'
import { useToasts } from './toasts.ts'

/** What an operator is asked before something is done about an alert, and what comes of it. */
export const useAlertActs = defineStore('alert-acts', () => {
  const alerts = useAlerts()
  const toasts = useToasts()
  /** The alert whose end of silence is asked for. */
  const silencing = shallowRef<AlertView>()
  /** The alert whose note is asked for. */
  const noting = shallowRef<AlertView>()

  /** Does nothing where somebody knows of the alert, or where it does not fire. */
  async function acknowledge(alert: AlertView): Promise<void> {
    if (alert.state.status === 'firing' && !alert.acknowledged) await alerts.acknowledge(alert.rule.id)
  }

  function askNote(alert: AlertView): void {
    if (alert.state.status === 'firing') noting.value = alert
  }

  async function acknowledgeWith(note: string): Promise<void> {
    const alert = noting.value
    if (!alert) return
    const text = note.trim()
    if (await alerts.acknowledge(alert.rule.id, text === '' ? undefined : text)) noting.value = undefined
  }

  function askSilence(alert: AlertView): void {
    silencing.value = alert
  }

  async function silenceUntil(until: number): Promise<void> {
    const alert = silencing.value
    if (alert && (await alerts.silence(alert.rule.id, until))) silencing.value = undefined
  }

  async function unsilence(alert: AlertView): Promise<void> {
    if (alert.silence) await alerts.unsilence(alert.rule.id)
  }

  async function test({ id, title }: AlertRule): Promise<void> {
    const answer = await call('alerts.test', { id })
    if (answer.ok) toasts.show({ title: 'A test was sent to whoever is told', text: title, tone: 'ok' })
    else toasts.failed('The alert cannot be tested', answer.error)
  }

  return { silencing, noting, acknowledge, askNote, acknowledgeWith, askSilence, silenceUntil, unsilence, test }
})
