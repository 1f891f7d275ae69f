import { useCommands } from '../../composables/use-commands.ts'
import { useBundle } from '../../stores/bundle.ts'
import { useNewTicket } from '../../stores/new-ticket.ts'
import { useRights } from '../../stores/rights.ts'
import { useSupportEndpoint } from '../../stores/support-endpoint.ts'
import { useTicket } from '../../stores/ticket.ts'
import { useTicketActs } from '../../stores/ticket-acts.ts'
import { useTicketFiles } from '../../stores/ticket-files.ts'

/** What keys and palette do in the view of tickets. */
export function useTicketCommands({ writeComment }: { readonly writeComment: () => void }): void {
  const ticket = useTicket()
  const acts = useTicketActs()
  const files = useTicketFiles()
  const fresh = useNewTicket()
  const bundle = useBundle()
  const rights = useRights()
  const endpoint = useSupportEndpoint()
  const withId = (act: (id: string) => unknown) => () => ticket.id === undefined || act(ticket.id)
  const operating = (act: (id: string) => unknown) => withId((id) => rights.mayOperate && act(id))

  useCommands({
    'support.new': () => fresh.begin(),
    'support.comment': withId(writeComment),
    'support.wait': () => ticket.transition('wait'),
    'support.resume': () => ticket.transition('resume'),
    'support.resolve': () => ticket.transition('resolve'),
    'support.close': () => ticket.transition('close'),
    'support.reopen': () => ticket.transition('reopen'),
    'support.send': operating(() => acts.send()),
    'support.bundle': operating(() => bundle.ask((choice) => acts.attachBundle(choice))),
    'support.attach': withId(() => acts.attachFile()),
    'support.markdown': withId((id) => files.exportTicket(id, 'markdown')),
    'support.json': withId((id) => files.exportTicket(id, 'json')),
    'support.endpoint': () => endpoint.ask(),
  })
}
