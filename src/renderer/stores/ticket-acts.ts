import { defineStore } from 'pinia'

import type { BundleChoice } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { useTicket } from './ticket.ts'

/** What is put at the ticket that somebody looks at, and how it goes out. */
export const useTicketActs = defineStore('ticket-acts', () => {
  const ticket = useTicket()

  async function attachFile(): Promise<void> {
    const about = ticket.id
    const chosen = await call('dialogs.open-file', { title: 'Attach a file', extensions: [] })
    if (!chosen.ok || chosen.value === null || about === undefined) return
    await ticket.act('support.attach', { id: about, file: chosen.value }, 'The file could not be attached')
  }

  function attachBundle(bundle: BundleChoice): Promise<boolean> {
    if (ticket.id === undefined) return Promise.resolve(false)
    return ticket.act('support.attach-bundle', { id: ticket.id, bundle }, 'The bundle could not be attached')
  }

  async function send(): Promise<void> {
    if (ticket.id !== undefined) await ticket.act('support.send', { id: ticket.id }, 'The ticket could not be sent')
  }

  async function retry(delivery: string): Promise<void> {
    if (ticket.id !== undefined)
      await ticket.act('support.retry', { id: ticket.id, delivery }, 'The ticket could not be sent again')
  }

  return { attachFile, attachBundle, send, retry }
})
