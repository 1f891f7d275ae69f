import { type Ref, shallowRef, watch } from 'vue'

import type { AuditEntryView, DiffView, Failure } from '../../../shared/contract.ts'
import { changedDocument } from '../../audit/audit-words.ts'
import { call } from '../../client.ts'

export type AuditDiff =
  | { readonly status: 'none' | 'loading' }
  | { readonly status: 'ready'; readonly diff: DiffView }
  | { readonly status: 'failed'; readonly failure: Failure }

/** What the change of an entry did to its document, out of the history: the trail itself holds no values. */
export function useAuditDiff(entry: () => AuditEntryView): { readonly state: Readonly<Ref<AuditDiff>> } {
  const state = shallowRef<AuditDiff>({ status: 'none' })
  watch(
    () => entry().n,
    async (n) => {
      const changed = changedDocument(entry())
      state.value = { status: changed ? 'loading' : 'none' }
      if (!changed) return
      const { key, version } = changed
      const answer = await call('history.diff', { key, from: version - 1, to: version })
      if (entry().n !== n) return
      state.value = answer.ok ? { status: 'ready', diff: answer.value } : { status: 'failed', failure: answer.error }
    },
    { immediate: true },
  )
  return { state }
}
