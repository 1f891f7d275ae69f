import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { Failure } from '../../shared/contract.ts'
import { type BackupForm, emptyTarget, formProblems, type TargetForm, toChoice, toForm } from '../backups/settings-form.ts'
import { call } from '../client.ts'
import { useBackups } from './backups.ts'
import { useToasts } from './toasts.ts'

/** The plan of backups as it is edited. */
export const useBackupSettings = defineStore('backup-settings', () => {
  const backups = useBackups()
  const toasts = useToasts()
  const form = shallowRef<BackupForm>()
  const open = ref(false)
  const saving = ref(false)
  const failure = shallowRef<Failure>()
  /** Problems are told once somebody wanted to save, and from then on as they are mended. */
  const tried = ref(false)

  const problems = computed(() => (form.value && tried.value ? formProblems(form.value) : {}))

  /** `enable`: begin with backups on, for who comes to set them up. */
  async function show({ enable = false }: { readonly enable?: boolean } = {}): Promise<void> {
    form.value = undefined
    failure.value = undefined
    tried.value = false
    open.value = true
    const answer = await call('backups.settings', {})
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    const current = toForm(answer.value)
    form.value = enable ? { ...current, enabled: true } : current
  }

  function change(changes: Partial<BackupForm>): void {
    if (form.value) form.value = { ...form.value, ...changes }
  }

  function changeTarget(index: number, changes: Partial<TargetForm>): void {
    if (!form.value) return
    change({ targets: form.value.targets.map((target, place) => (place === index ? { ...target, ...changes } : target)) })
  }

  function addTarget(): void {
    if (form.value) change({ targets: [...form.value.targets, emptyTarget] })
  }

  function removeTarget(index: number): void {
    if (form.value) change({ targets: form.value.targets.filter((_, place) => place !== index) })
  }

  async function save(): Promise<void> {
    if (!form.value || saving.value) return
    tried.value = true
    if (Object.keys(formProblems(form.value)).length > 0) return
    saving.value = true
    const answer = await call('backups.configure', toChoice(form.value))
    saving.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    open.value = false
    toasts.show({
      title: answer.value.enabled ? 'Backups are set up' : 'No backups are made from now on',
      tone: answer.value.enabled ? 'ok' : 'warn',
    })
    await backups.load()
  }

  return { form, open, saving, failure, problems, show, change, changeTarget, addTarget, removeTarget, save }
})
