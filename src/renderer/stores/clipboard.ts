import { defineStore } from 'pinia'

import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

export const useClipboard = defineStore('clipboard', () => {
  const toasts = useToasts()

  /** `what` is said in the message: `Copied the key`. */
  async function copy(text: string, what: string): Promise<void> {
    const answer = await call('clipboard.write', { text })
    if (answer.ok) toasts.show({ title: `Copied ${what}`, durationMs: 2_500 })
    else toasts.failed(`Could not copy ${what}`, answer.error)
  }

  return { copy }
})
