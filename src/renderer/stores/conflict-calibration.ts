import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { ConflictAnalytics } from '../../shared/contract.ts'
import { call } from '../client.ts'

const monthMs = 30 * 86_400_000

/** How often suggestions were accepted in the last month, read once: it moves slowly. // V-163 */
export const useConflictCalibration = defineStore('conflict-calibration', () => {
  const acceptance = shallowRef<ConflictAnalytics['acceptance']>([])
  const known = ref(false)

  async function load(): Promise<void> {
    const to = Date.now()
    const answer = await call('conflicts.analytics', { from: to - monthMs, to, slices: 1 })
    if (!answer.ok) return
    acceptance.value = answer.value.acceptance
    known.value = true
  }

  return { acceptance, known, load }
})
