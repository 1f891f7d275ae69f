import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { ClientsActed, Result } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { formatCounted } from '../format/number.ts'
import { revealControls } from '../format/visible-text.ts'
import { useToasts } from './toasts.ts'

export type ClientAct = 'disconnect' | 'drain' | 'forget'

/** Whom an act is about: ids to act on, names to speak of. */
export interface ActedClient {
  readonly replica: string
  readonly name: string
}

interface Words {
  readonly verb: string
  readonly done: string
  readonly consequence: string
  /** Why there may be nobody to act on. */
  readonly nobody: string
}

// There is nothing to take back: each of these says beforehand what happens.
const words: Readonly<Record<ClientAct, Words>> = {
  disconnect: {
    verb: 'Disconnect',
    done: 'disconnected',
    consequence:
      'The connection ends now. Nothing is lost: clients keep what they have written, and connect again by themselves within seconds.',
    nobody: 'Only a connected client can be disconnected.',
  },
  drain: {
    verb: 'Drain',
    done: 'asked to go to another node',
    consequence:
      'Clients finish what is under way, then go to another node of theirs. One that has only this node comes back here.',
    nobody: 'Only a connected client can be drained.',
  },
  forget: {
    verb: 'Forget',
    done: 'forgotten',
    consequence: 'They leave this list. Their documents stay, and whoever connects again is listed anew.',
    nobody: 'A client can be forgotten once it is offline.',
  },
}

/** Acts on clients that cannot be taken back: asked first, then done. */
export const useClientActs = defineStore('client-acts', () => {
  const asked = shallowRef<{ readonly act: ClientAct; readonly clients: readonly ActedClient[] }>()
  const busy = ref(false)
  const toasts = useToasts()

  const dialog = computed(() => {
    if (!asked.value) return undefined
    const { act, clients } = asked.value
    const { verb, consequence } = words[act]
    const who = clients.length === 1 ? revealControls(clients[0]?.name ?? '') : formatCounted(clients.length, 'client')
    return { title: `${verb} ${who}?`, action: `${verb} ${formatCounted(clients.length, 'client')}`, consequence, clients }
  })

  function ask(act: ClientAct, clients: readonly ActedClient[]): void {
    if (clients.length > 0) asked.value = { act, clients }
    else toasts.show({ title: `Nobody to ${words[act].verb.toLowerCase()}`, text: words[act].nobody, tone: 'warn' })
  }

  function dismiss(): void {
    asked.value = undefined
  }

  async function perform(): Promise<void> {
    if (!asked.value || busy.value) return
    const { act, clients } = asked.value
    busy.value = true
    const answer = await request(
      act,
      clients.map(({ replica }) => replica),
    )
    busy.value = false
    dismiss()
    if (answer.ok) tell(act, answer.value)
    else toasts.failed(`${words[act].verb} failed`, answer.error)
  }

  function tell(act: ClientAct, { acted, missed }: ClientsActed): void {
    const title = `${formatCounted(acted, 'client')} ${words[act].done}`
    if (missed.length === 0) return void toasts.show({ title, tone: 'ok' })
    const names = missed.slice(0, 3).map(revealControls).join(', ')
    const more = missed.length > 3 ? ` and ${formatCounted(missed.length - 3, 'other')}` : ''
    toasts.show({ title, text: `Missed ${names}${more}: they had come or gone meanwhile.`, tone: 'warn' })
  }

  return { asked, busy, dialog, ask, dismiss, perform }
})

function request(act: ClientAct, replicas: readonly string[]): Promise<Result<ClientsActed>> {
  if (act === 'disconnect') return call('clients.disconnect', { replicas })
  return act === 'drain' ? call('clients.drain', { replicas }) : call('clients.forget', { replicas })
}
