import { defineStore } from 'pinia'

import type { ConflictView, Result } from '../../shared/contract.ts'
import { call } from '../client.ts'

/** Conflicts as they are now, the next one asked for before anybody wants it. // V-160 */
export const useConflictViews = defineStore('conflict-views', () => {
  let ahead: { readonly id: string; readonly answer: Promise<Result<ConflictView>> } | undefined

  /** Asks for a conflict that somebody is likely to want next. */
  function prefetch(id: string | undefined): void {
    if (id === undefined || ahead?.id === id) return
    ahead = { id, answer: read(id) }
  }

  /** What was fetched ahead may be older than what is there by now: `stale` says so. */
  async function get(id: string): Promise<{ readonly answer: Result<ConflictView>; readonly stale: boolean }> {
    const fetched = ahead?.id === id ? ahead.answer : undefined
    ahead = undefined
    if (!fetched) return { answer: await read(id), stale: false }
    return { answer: await fetched, stale: true }
  }

  function read(id: string): Promise<Result<ConflictView>> {
    return call('conflicts.get', { id })
  }

  return { prefetch, get, read }
})
