import { defineStore } from 'pinia'

import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

/** Tells, once, that the page is a new one because the process of the old one ended by itself. */
export const useRecovery = defineStore('recovery', () => {
  const toasts = useToasts()

  async function tell(): Promise<void> {
    const info = await call('app.info', {})
    if (!info.ok || info.value.recoveredFrom === undefined) return
    toasts.show({
      title: 'The page was loaded again',
      text: `Its process had ended (${info.value.recoveredFrom}). Nothing in the store is lost; drafts are where they were.`,
      tone: 'warn',
      durationMs: 15_000,
    })
  }

  return { tell }
})
