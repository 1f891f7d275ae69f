import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { KeptStore, Result, TaskStarted } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useBackups } from './backups.ts'
import { useTasks } from './tasks.ts'
import { useToasts } from './toasts.ts'

/** What an operator does with backups, but for restoring. Long acts tell their end as every task does. */
export const useBackupActs = defineStore('backup-acts', () => {
  const backups = useBackups()
  const tasks = useTasks()
  const toasts = useToasts()
  /** The kept store that is about to go. */
  const lettingGo = shallowRef<KeptStore>()
  const busy = ref(false)

  const backingUp = computed(() => tasks.running.find(({ kind }) => kind === 'backup'))
  const verifying = computed(() => tasks.running.find(({ kind }) => kind === 'drill'))

  async function backUp(): Promise<void> {
    if (!backingUp.value) await follow(await call('backups.backup-now', {}), 'No backup was begun')
  }

  async function verify(): Promise<void> {
    if (!verifying.value) await follow(await call('backups.verify', {}), 'The drill did not begin')
  }

  async function follow(answer: Result<TaskStarted>, problem: string): Promise<void> {
    if (!answer.ok) {
      toasts.failed(problem, answer.error)
      return
    }
    await tasks.ending(answer.value.taskId)
    await backups.refresh()
  }

  /** Into a file that the operator chooses; what that means is said where it can not be missed. // V-270 */
  async function exportKey(): Promise<void> {
    const keyId = backups.status?.key.id ?? 'backups'
    const file = await call('dialogs.save-file', {
      title: 'Export the key of the backups',
      suggestedName: `srvra-backup-${keyId}.key`,
    })
    if (!file.ok) toasts.failed('The key was not exported', file.error)
    if (!file.ok || file.value === null) return
    const answer = await call('backups.export-key', { file: file.value })
    if (!answer.ok) {
      toasts.failed('The key was not exported', answer.error)
      return
    }
    toasts.show({
      title: `The key is in ${answer.value.file}`,
      text: 'Whoever has this file can read every backup. Keep it where neither this machine nor the backups are.',
      tone: 'warn',
      durationMs: 30_000,
    })
    await backups.refresh()
  }

  function askToLetGo(store: KeptStore): void {
    lettingGo.value = store
  }

  function dismiss(): void {
    lettingGo.value = undefined
  }

  /** For ever. Refused when the store is another than the one that was shown. */
  async function letGo(): Promise<void> {
    const store = lettingGo.value
    if (!store || busy.value) return
    busy.value = true
    const answer = await call('backups.let-go', { id: store.id, confirm: { seq: store.seq } })
    busy.value = false
    dismiss()
    if (answer.ok) toasts.show({ title: `${store.id} is gone`, tone: 'ok' })
    else toasts.failed(`${store.id} was not let go`, answer.error)
    await backups.load()
  }

  return { lettingGo, busy, backingUp, verifying, backUp, verify, exportKey, askToLetGo, dismiss, letGo }
})
