import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { AuditFormat, AuditSettings, Failure } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useAudit } from './audit.ts'
import { useTasks } from './tasks.ts'
import { useToasts } from './toasts.ts'

/** What an operator or an auditor does about the audit: verify, export, choose how it is kept. */
export const useAuditActs = defineStore('audit-acts', () => {
  const audit = useAudit()
  const tasks = useTasks()
  const toasts = useToasts()
  const verifying = ref(false)
  const settingsOpen = ref(false)
  const saving = ref(false)
  const failure = shallowRef<Failure>()

  async function verify(): Promise<void> {
    if (verifying.value) return
    verifying.value = true
    const started = await call('audit.verify', {})
    if (started.ok) await tasks.ending(started.value.taskId)
    else toasts.failed('The audit trail cannot be verified', started.error)
    verifying.value = false
    await audit.loadOverview()
  }

  async function exportAs(format: AuditFormat): Promise<void> {
    const chosen = await call('dialogs.save-file', { title: 'Export the audit trail', suggestedName: `audit.${format}` })
    if (!chosen.ok) toasts.failed('No file could be chosen', chosen.error)
    if (!chosen.ok || chosen.value === null) return
    const started = await call('audit.export', { filter: audit.search, format, file: chosen.value })
    if (!started.ok) toasts.failed('The audit trail cannot be exported', started.error)
  }

  function askSettings(): void {
    failure.value = undefined
    settingsOpen.value = true
  }

  async function configure(settings: AuditSettings): Promise<void> {
    saving.value = true
    const answer = await call('audit.configure', settings)
    saving.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return
    settingsOpen.value = false
    await audit.refresh()
  }

  return { verifying, settingsOpen, saving, failure, verify, exportAs, askSettings, configure }
})
