import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { DiffView, Failure, Result } from '../../shared/contract.ts'
import { call } from '../client.ts'

export type SinceThen =
  | { readonly status: 'loading' }
  | { readonly status: 'same' }
  | { readonly status: 'changed'; readonly version: number; readonly diff: DiffView }
  | { readonly status: 'failed'; readonly failure: Failure }

/** What has become of a document since an instant that the console looks back to. */
export const useSinceThen = defineStore('since-then', () => {
  const state = shallowRef<SinceThen>({ status: 'loading' })
  let turn = 0

  async function compare(key: string, version: number): Promise<void> {
    turn += 1
    const mine = turn
    state.value = { status: 'loading' }
    const outcome = await look(key, version)
    if (mine === turn) state.value = outcome
  }

  async function look(key: string, version: number): Promise<SinceThen> {
    const now = await call('documents.get', { key })
    if (!now.ok) return { status: 'failed', failure: now.error }
    const current = now.value?.version ?? version
    if (current === version) return { status: 'same' }
    const diff: Result<DiffView> = await call('history.diff', { key, from: version, to: current })
    return diff.ok ? { status: 'changed', version: current, diff: diff.value } : { status: 'failed', failure: diff.error }
  }

  return { state, compare }
})
