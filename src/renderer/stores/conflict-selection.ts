import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

/** The conflicts that are to be settled in one way. */
export const useConflictSelection = defineStore('conflict-selection', () => {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  const count = computed(() => ids.value.size)

  /** Takes some in, or out where all of them are in. */
  function toggle(...some: readonly string[]): void {
    const next = new Set(ids.value)
    const all = some.every((id) => next.has(id))
    for (const id of some) {
      if (all) next.delete(id)
      else next.add(id)
    }
    ids.value = next
  }

  /** Keeps those that are still there to be settled. */
  function retain(present: ReadonlySet<string>): void {
    const kept = [...ids.value].filter((id) => present.has(id))
    if (kept.length < ids.value.size) ids.value = new Set(kept)
  }

  function clear(): void {
    ids.value = new Set()
  }

  return { ids, count, toggle, retain, clear }
})
