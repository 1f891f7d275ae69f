import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Answer } from '../../shared/contract.ts'
import { call } from '../client.ts'

/** Keys of the store that begin with, or contain, what is typed in the palette. */
export const useKeySearch = defineStore('key-search', () => {
  const rows = shallowRef<Answer<'documents.complete-key'>>([])
  const searching = ref(false)
  let asked = 0

  async function search(text: string): Promise<void> {
    asked += 1
    const mine = asked
    if (text.trim() === '') {
      rows.value = []
      searching.value = false
      return
    }
    searching.value = true
    const answer = await call('documents.complete-key', { text: text.trim(), limit: 20 })
    // Answers may overtake each other; only the last question counts.
    if (mine !== asked) return
    rows.value = answer.ok ? answer.value : []
    searching.value = false
  }

  return { rows, searching, search }
})
