import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Answer } from '../../shared/contract.ts'
import { call } from '../client.ts'

export type KeyRow = Answer<'documents.complete-key'>[number]

/** Keys of the store that begin with, or contain, what is typed in the palette. */
export const useKeySearch = defineStore('key-search', () => {
  const rows = shallowRef<readonly KeyRow[]>([])
  /** The text that `rows` answer. */
  const answered = ref('')
  let asked = 0

  async function find(text: string): Promise<readonly KeyRow[]> {
    const answer = await call('documents.complete-key', { text, limit: 20 })
    return answer.ok ? answer.value : []
  }

  async function search(text: string): Promise<void> {
    asked += 1
    const mine = asked
    const found = text === '' ? [] : await find(text)
    // Answers may overtake each other; only the last question counts.
    if (mine !== asked) return
    rows.value = found
    answered.value = text
  }

  return { rows, answered, search }
})
