import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import type { BundleChoice, Failure, TicketDetail, TicketLink } from '../../shared/contract.ts'
import { call } from '../client.ts'
import { emptyForm, formProblems, parseForm, requestOf, type TicketForm } from '../support/ticket-form.ts'
import { linkText } from '../support/ticket-links.ts'
import { useDrafts } from './drafts.ts'
import { useToasts } from './toasts.ts'

/** No document can have this key: the draft stays out of the list of documents' drafts. */
const DRAFT_KEY = '/new-ticket'

/** The ticket that is being written: kept as it is typed, and gone once it is filed. // V-236 */
export const useNewTicket = defineStore('new-ticket', () => {
  const drafts = useDrafts()
  const toasts = useToasts()
  const open = ref(false)
  const form = shallowRef<TicketForm>(emptyForm)
  const bundle = shallowRef<BundleChoice>()
  const send = ref(false)
  const busy = ref(false)
  const failure = shallowRef<Failure>()
  /** Nobody is told what is wrong before he was done. */
  const tried = ref(false)

  const problems = computed(() => formProblems(form.value))
  const valid = computed(() => Object.keys(problems.value).length === 0)

  /** Goes on with what was begun; something new to be about is added to it. */
  function begin(link?: TicketLink): void {
    form.value = parseForm(drafts.byKey.get(DRAFT_KEY)?.text)
    bundle.value = undefined
    failure.value = undefined
    tried.value = false
    if (link && !form.value.links.some((known) => linkText(known) === linkText(link)))
      change({ links: [...form.value.links, link] })
    open.value = true
  }

  function change(part: Partial<TicketForm>): void {
    form.value = { ...form.value, ...part }
    drafts.keep(DRAFT_KEY, JSON.stringify(form.value), 0)
  }

  function unlink(link: TicketLink): void {
    change({ links: form.value.links.filter((known) => linkText(known) !== linkText(link)) })
  }

  /** The ticket, once it is filed. */
  async function file(): Promise<TicketDetail | undefined> {
    tried.value = true
    if (!valid.value || busy.value) return undefined
    busy.value = true
    const request = { ...requestOf(form.value), send: send.value }
    const answer = await call('support.create', { ...request, ...(bundle.value ? { bundle: bundle.value } : {}) })
    busy.value = false
    failure.value = answer.ok ? undefined : answer.error
    if (!answer.ok) return undefined
    await clear()
    open.value = false
    toasts.show({ title: `${answer.value.ticket.id} is filed`, tone: 'ok' })
    return answer.value
  }

  async function clear(): Promise<void> {
    form.value = emptyForm
    bundle.value = undefined
    tried.value = false
    await drafts.drop(DRAFT_KEY)
  }

  return { open, form, bundle, send, busy, failure, tried, problems, valid, begin, change, unlink, file, clear }
})
