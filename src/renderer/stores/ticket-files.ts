import { defineStore } from 'pinia'

import { call } from '../client.ts'
import { useToasts } from './toasts.ts'

/** Takes a ticket, or a file of it, out of the console: into files that the operator chooses. */
export const useTicketFiles = defineStore('ticket-files', () => {
  const toasts = useToasts()

  async function chosen(title: string, suggestedName: string): Promise<string | undefined> {
    const answer = await call('dialogs.save-file', { title, suggestedName })
    if (!answer.ok) toasts.failed('No file could be chosen', answer.error)
    return answer.ok && answer.value !== null ? answer.value : undefined
  }

  async function exportTicket(id: string, format: 'markdown' | 'json'): Promise<void> {
    const file = await chosen(`Export ${id}`, `${id}.${format === 'markdown' ? 'md' : 'json'}`)
    if (file === undefined) return
    const answer = await call('support.export', { id, format, file })
    if (answer.ok) toasts.show({ title: `${id} is exported`, text: file, tone: 'ok' })
    else toasts.failed(`${id} could not be exported`, answer.error)
  }

  async function saveAttachment(id: string, attachment: string, name: string): Promise<void> {
    const file = await chosen('Save the attachment', name)
    if (file === undefined) return
    const answer = await call('support.save-attachment', { id, attachment, file })
    if (answer.ok) toasts.show({ title: `${name} is saved`, text: file, tone: 'ok' })
    else toasts.failed(`${name} could not be saved`, answer.error)
  }

  return { exportTicket, saveAttachment }
})
