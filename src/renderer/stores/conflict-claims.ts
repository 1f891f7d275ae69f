import { defineStore } from 'pinia'
import { ref } from 'vue'

import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

/** A claim that is younger is not made anew. */
const renewAfterMs = 60_000

/** Who is at which conflict: this operator says so with the first choice. // V-162 */
export const useConflictClaims = defineStore('conflict-claims', () => {
  const toasts = useToasts()
  /** Somebody else who is at the conflict that this operator looks at. */
  const other = ref<string>()
  const mine = new Map<string, number>()

  async function claim(id: string, force = false): Promise<void> {
    const since = mine.get(id)
    if (!force && since !== undefined && Date.now() - since < renewAfterMs) return
    mine.set(id, Date.now())
    const answer = await call('conflicts.claim', force ? { id, force } : { id })
    if (answer.ok) {
      other.value = undefined
      return
    }
    mine.delete(id)
    if (answer.error.code === 'E_CONFLICT_CLAIMED') other.value = String(answer.error.details['owner'] ?? 'somebody else')
    // One that was decided meanwhile says so when it is applied; nobody needs to hear it twice.
    else if (answer.error.code !== 'E_CONFLICT_DECIDED') toasts.failed('The conflict could not be claimed', answer.error)
  }

  /** Gives a conflict back that nothing was chosen for. */
  async function release(id: string): Promise<void> {
    if (!mine.delete(id)) return
    await call('conflicts.release', { id })
  }

  /** It is settled or put off: a claim means nothing any more. */
  function forget(id: string): void {
    mine.delete(id)
  }

  function lookAway(): void {
    other.value = undefined
  }

  return { other, claim, release, forget, lookAway }
})
