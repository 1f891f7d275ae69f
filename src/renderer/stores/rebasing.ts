import { defineStore } from 'pinia'

import type { DocumentView, JsonValue, Result } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { bufferOf } from '../editing/edit-session.ts'
import { type Rebased, rebase } from '../editing/rebase.ts'
import { useEditing } from './editing.ts'

const unreadable: Result<Rebased> = {
  ok: false,
  error: { code: 'E_DRAFT', message: 'The text is no JSON yet, so it cannot be carried over. Mend it first.', details: {} },
}

/** Carries an edit over to the version that its document has moved to meanwhile. */
export const useRebasing = defineStore('rebasing', () => {
  const editing = useEditing()

  async function plan(key: string, now: DocumentView, preference: 'mine' | 'theirs'): Promise<Result<Rebased>> {
    const buffer = bufferOf(editing.sessionOf(key))
    const mine = buffer && parse(buffer.text)
    if (!buffer || mine === undefined) return unreadable
    if (buffer.baseVersion === 0) return { ok: true, value: rebase(undefined, mine, now.value, preference) }
    const base = await call('documents.get', { key, version: buffer.baseVersion })
    return base.ok ? { ok: true, value: rebase(base.value?.value, mine, now.value, preference) } : base
  }

  function apply(key: string, now: DocumentView, { value }: Rebased): void {
    editing.continueFrom(key, value, now.version)
  }

  return { plan, apply }
})

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    // The editor marks what is wrong with it.
    return undefined
  }
}
