import { defineStore } from 'pinia'
import { useRouter } from 'vue-router'

import type { DocumentMetadata, Failure, Result, Selection, TaskStarted, UndoToken, WriteReceipt } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useDocuments } from './documents.ts'
import { useToasts } from './toasts.ts'

interface Write {
  readonly key: string
  readonly baseVersion: number
  /** JSON as it was typed; absent: the value stays. */
  readonly text?: string
  readonly metadata?: DocumentMetadata
  readonly reason?: string
}

/** Everything that changes documents. What can be taken back says so for ten seconds, and by Ctrl+Z. */
export const useDocumentWrites = defineStore('document-writes', () => {
  const documents = useDocuments()
  const toasts = useToasts()
  const router = useRouter()

  /** Compare-and-set: refused with E_VERSION_CONFLICT when the document has moved past the version. */
  async function save(write: Write): Promise<Result<WriteReceipt>> {
    const answer = await call('documents.set', write)
    if (answer.ok) await settle(answer.value, write.baseVersion === 0 ? 'Created' : 'Saved')
    return answer
  }

  async function remove(key: string, baseVersion: number): Promise<Result<WriteReceipt>> {
    const answer = await call('documents.delete', { key, baseVersion })
    if (answer.ok) await settle(answer.value, 'Deleted')
    else toasts.failed(`${key} was not deleted`, answer.error)
    return answer
  }

  async function settle(receipt: WriteReceipt, verb: string): Promise<void> {
    documents.forget(receipt.key)
    if (documents.address?.key === receipt.key) await documents.reload()
    if (!receipt.changed) {
      toasts.show({ title: 'Nothing to save', text: `${receipt.key} holds this value already.` })
      return
    }
    const token = { fromSeq: receipt.seq, toSeq: receipt.seq }
    const text = verb === 'Deleted' ? receipt.key : `${receipt.key} is version ${receipt.version} now.`
    toasts.show({ title: verb, text, tone: 'ok', undo: () => undo(token, receipt.key) })
  }

  /** Reverts by forward changes. When the key has moved on since, its history shows what happened. */
  async function undo(token: UndoToken, key: string): Promise<void> {
    const answer = await call('documents.undo', token)
    if (!answer.ok) {
      refuseUndo(answer.error, key)
      return
    }
    documents.forget(key)
    if (documents.address?.key === key) await documents.reload()
    if (answer.value.done) toasts.show({ title: 'Undone', text: key, tone: 'ok' })
  }

  function refuseUndo(failure: Failure, key: string): void {
    const run = (): unknown => router.push({ name: 'history', query: { key } })
    toasts.show({ title: 'Not undone', text: failure.message, tone: 'danger', action: { label: 'Open history', run } })
  }

  /** As a task; its end is announced with an undo of the whole. Refused when the count is no longer the one confirmed. */
  async function removeMany(selection: Selection, expectedCount: number): Promise<Result<TaskStarted>> {
    return call('documents.delete-many', { ...selection, expectedCount })
  }

  async function tagMany(
    selection: Selection,
    add: readonly string[],
    drop: readonly string[],
    expectedCount: number,
  ): Promise<Result<TaskStarted>> {
    return call('documents.tag-many', { ...selection, add, remove: drop, expectedCount })
  }

  return { save, remove, undo, removeMany, tagMany }
})
