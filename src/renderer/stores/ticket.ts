import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { Args, CommandName, Failure, Priority, TicketAction, TicketDetail, TicketSide } from '../../shared/contract.ts'
import { call, on } from '../client.ts'
import { actionWords } from '../support/ticket-words.ts'
import { useToasts } from './toasts.ts'

/** Commands that answer a ticket as it is afterwards. */
type TicketCommand = Extract<
  CommandName,
  | 'support.comment'
  | 'support.transition'
  | 'support.prioritize'
  | 'support.attach'
  | 'support.attach-bundle'
  | 'support.send'
  | 'support.retry'
>

/** The ticket beside the list: what was said and done, and what somebody does with it. */
export const useTicket = defineStore('ticket', () => {
  const id = ref<string>()
  const detail = shallowRef<TicketDetail>()
  const failure = shallowRef<Failure>()
  const busy = ref(false)
  const comment = ref('')
  const toasts = useToasts()

  async function show(wanted: string | undefined): Promise<void> {
    if (wanted === id.value) return
    id.value = wanted
    failure.value = undefined
    comment.value = ''
    detail.value = undefined
    await refresh()
  }

  async function refresh(): Promise<void> {
    const wanted = id.value
    if (wanted === undefined) return
    const answer = await call('support.ticket', { id: wanted })
    // Somebody looks at another one by now.
    if (wanted !== id.value) return
    failure.value = answer.ok ? undefined : answer.error
    if (answer.ok) detail.value = answer.value
  }

  /** True when it was done; else it was said why not. */
  async function act<Name extends TicketCommand>(command: Name, args: Args<Name>, failed: string): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    const answer = await call(command, args)
    busy.value = false
    if (!answer.ok) {
      toasts.failed(failed, answer.error)
      return false
    }
    const now = answer.value as TicketDetail
    if (now.ticket.id === id.value) detail.value = now
    return true
  }

  async function say(from: TicketSide): Promise<void> {
    const text = comment.value.trim()
    if (id.value === undefined || text === '') return
    if (await act('support.comment', { id: id.value, text, from }, 'The comment could not be kept')) comment.value = ''
  }

  async function transition(action: TicketAction): Promise<void> {
    const ticket = detail.value?.ticket
    if (!ticket?.actions.includes(action)) return
    if (await act('support.transition', { id: ticket.id, action }, 'The ticket stays as it is'))
      toasts.show({ title: `${ticket.id} ${actionWords[action].done}` })
  }

  async function prioritize(priority: Priority): Promise<void> {
    if (id.value !== undefined) await act('support.prioritize', { id: id.value, priority }, 'The priority stays as it is')
  }

  /** Follows the ticket while a view shows it; returns the end of it. */
  function watchNow(): () => void {
    return on('support', () => void refresh())
  }

  return {
    id,
    detail,
    failure,
    busy,
    comment,
    show,
    act,
    refresh,
    say,
    transition,
    prioritize,
    watchNow,
  }
})
