import { defineStore } from 'pinia'
import { readonly, ref } from 'vue'

import type { Failure, Preferences } from '../../shared/contract.ts'
import { call, on } from '../client.ts'

/** What a new operator starts with, and what the page shows until the engine has answered. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'default',
  utc: false,
  railCollapsed: false,
  inspectorOpen: true,
  inspectorWidth: 360,
  singleLetterKeys: true,
  shortcuts: {},
  hubPort: 7420,
  conflictNotices: 'urgent',
  alertNotices: { critical: true, warning: true, info: false },
  environment: { name: 'Local', kind: 'development' },
}

export const usePreferences = defineStore('preferences', () => {
  const current = ref<Preferences>(defaultPreferences)
  const failure = ref<Failure>()

  async function load(): Promise<void> {
    on('preferences', (changed) => (current.value = changed))
    const answer = await call('preferences.get', {})
    if (answer.ok) current.value = answer.value
    else failure.value = answer.error
  }

  /** Shows the choice at once; when it can't be kept, the old one comes back and `failure` says why. */
  async function change(choice: Partial<Preferences>): Promise<void> {
    const before = current.value
    current.value = { ...before, ...choice }
    const answer = await call('preferences.set', choice)
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) current.value = before
  }

  /** Gives a command other keys; empty turns it off, undefined returns it to its default. */
  async function bind(id: string, keys: string | undefined): Promise<void> {
    const { [id]: _, ...others } = current.value.shortcuts
    await change({ shortcuts: keys === undefined ? others : { ...others, [id]: keys } })
  }

  return { current: readonly(current), failure: readonly(failure), load, change, bind }
})
