import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { usePreferences } from './preferences.ts'

/** The panel at the right: there when the view has something for it and the operator wants it. */
export const useInspector = defineStore('inspector', () => {
  const preferences = usePreferences()
  const providers = ref(0)
  const available = computed(() => providers.value > 0)
  const open = computed(() => available.value && preferences.current.inspectorOpen)

  /** A view brings content; returns the removal. */
  function provide(): () => void {
    providers.value += 1
    return () => {
      providers.value -= 1
    }
  }

  async function setOpen(wanted: boolean): Promise<void> {
    await preferences.change({ inspectorOpen: wanted })
  }

  return { available, open, provide, setOpen }
})
