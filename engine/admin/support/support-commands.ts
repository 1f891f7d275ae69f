import { SrvraError } from '../../core/errors.ts'
import type { Support } from '../../support/support.ts'
import type { TicketView } from '../../support/ticket-desk.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { DeliveryView, SupportCommands, TicketDetail, TicketRow } from '../commands.ts'
import type { FileAccess } from '../transfer/file-access.ts'
import type { SupportControl } from './support-control.ts'
import { ticketFileCommands } from './ticket-file-commands.ts'

type SupportHandlers = Pick<AdminHandlers, keyof SupportCommands>

/** Tickets, bundles and delivery. `files` says which files may be read and written. */
export function supportCommands(control: SupportControl | undefined, files: FileAccess): SupportHandlers {
  const given = (): SupportControl => {
    if (control) return control
    throw new SrvraError('E_NO_SUPPORT', 'This engine comes without support.')
  }
  const desk = (): Support => given().support
  const detail = (id: string): TicketDetail => ({ ticket: desk().ticket(id), deliveries: deliveriesOf(desk(), id) })
  return {
    'support.summary': () => desk().summary(),
    'support.tickets': (filter) => {
      const { tickets, matches } = desk().tickets(filter)
      return { tickets: tickets.map((ticket) => rowOf(ticket, desk())), matches }
    },
    'support.ticket': ({ id }) => detail(id),
    'support.create': ({ bundle, send, ...request }, { actor, access }) => {
      const mayLeave = access.includes('operate')
      if (send === true && !mayLeave)
        throw new SrvraError('E_FORBIDDEN', `${actor} may not send tickets away: it needs 'operate' access.`, { access: 'operate' })
      const chosen = bundle === undefined ? [] : desk().chosenParts(bundle)
      const { id } = desk().createTicket({ ...request, send: false }, actor)
      if (chosen.length > 0) desk().attach(id, chosen, actor)
      // Only now it is whole.
      if (send ?? (mayLeave && desk().receiver !== undefined)) desk().send(id)
      return detail(id)
    },
    'support.comment': ({ id, text, from }, { actor: by }) => detail(desk().comment(id, text, { by, from }).id),
    'support.transition': ({ id, action }, { actor }) => detail(desk().transition(id, action, actor).id),
    'support.prioritize': ({ id, priority }, { actor }) => detail(desk().prioritize(id, priority, actor).id),
    'support.link': ({ id, link }, { actor }) => detail(desk().link(id, link, actor).id),
    ...ticketFileCommands(desk, detail, files),
    'support.preview-bundle': () => desk().previewBundle(),
    'support.attach-bundle': ({ id, bundle }, { actor }) => detail(desk().attachBundle(id, bundle, actor).id),
    'support.send': ({ id }) => {
      desk().send(id)
      return detail(id)
    },
    'support.retry': ({ id, delivery }) => {
      desk().retry(delivery)
      return detail(id)
    },
    'support.endpoint': () => given().endpoint.get(),
    'support.set-endpoint': ({ endpoint }) => given().endpoint.set(endpoint),
  }
}

function rowOf({ description: _text, entries, attachments, ...ticket }: TicketView, support: Support): TicketRow {
  const delivery = support.deliveries(ticket.id).at(-1)?.status
  const comments = entries.filter(({ what }) => what === 'comment').length
  return { ...ticket, comments, attachmentCount: attachments.length, ...(delivery ? { delivery } : {}) }
}

function deliveriesOf(support: Support, id: string): readonly DeliveryView[] {
  return support.deliveries(id).map(({ ticket, ...delivery }) => ({ ...delivery, ticket: ticket.id }))
}
