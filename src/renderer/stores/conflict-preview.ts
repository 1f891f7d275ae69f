import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { ConflictView, Failure, ResolutionPreview, ResolutionRequest } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { type Choices, undecided } from '../conflicts/choices.ts'
import type { FieldRow } from '../conflicts/field-rows.ts'

/** What would stand, asked for as soon as every path is decided: so that what the schema has against it is known before. // V-153 */
export const useConflictPreview = defineStore('conflict-preview', () => {
  const current = shallowRef<ResolutionPreview>()
  const failure = shallowRef<Failure>()
  const open = ref(false)
  let turn = 0

  const problems = computed(() => current.value?.problems ?? [])

  function want(view: ConflictView, rows: readonly FieldRow[], choices: Choices): void {
    clear()
    if (undecided(rows, choices).length === 0 && view.resolution === undefined) void ask(requestOf(view, choices))
  }

  async function ask(request: ResolutionRequest): Promise<void> {
    const mine = turn
    const answer = await call('conflicts.preview', request)
    if (mine !== turn) return
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) current.value = answer.value
  }

  function clear(): void {
    turn += 1
    current.value = undefined
    failure.value = undefined
  }

  return { current, failure, open, problems, want, clear }
})

/** How a conflict would be settled now. */
export function requestOf({ id, local }: ConflictView, choices: Choices, reason = ''): ResolutionRequest {
  const request = { id, choices: [...choices.values()], localVersion: local.version ?? 0 }
  return reason.trim() === '' ? request : { ...request, reason: reason.trim() }
}
