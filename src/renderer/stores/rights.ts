import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { Access } from '../../shared/contract.ts'
import { call } from '../client.ts'

/** What whoever sits here may do. The engine checks every command anew; this only keeps the page from offering in vain. */
export const useRights = defineStore('rights', () => {
  const access = shallowRef<readonly Access[]>()

  // Until it is known, nothing is offered that might be refused.
  const mayOperate = computed(() => access.value?.includes('operate') ?? false)

  async function load(): Promise<void> {
    if (access.value) return
    const answer = await call('app.access', {})
    if (answer.ok) access.value = answer.value
  }

  return { access, mayOperate, load }
})
