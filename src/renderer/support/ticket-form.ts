import type { Priority, TicketCategory, TicketLink, TicketRequest } from '../../shared/contract.ts'
import { categoryWords, priorityWords } from './ticket-words.ts'

/** A ticket as it is being written. */
export interface TicketForm {
  readonly title: string
  readonly description: string
  readonly priority: Priority
  readonly category: TicketCategory
  readonly links: readonly TicketLink[]
}

export const emptyForm: TicketForm = { title: '', description: '', priority: 'normal', category: 'technical', links: [] }

const mostTitle = 200
const mostText = 20_000

/** What is wrong with a form, by field; nothing: empty. */
export function formProblems({ title, description }: TicketForm): { readonly title?: string; readonly description?: string } {
  const length = description.trim().length
  return {
    ...(title.trim().length > mostTitle ? { title: `At most ${mostTitle} characters.` } : {}),
    ...(length === 0 ? { description: 'Say what is wrong, or what you need.' } : {}),
    ...(length > mostText
      ? { description: `At most ${mostText.toLocaleString('en')} characters; attach longer texts as files.` }
      : {}),
  }
}

export function requestOf({ title, description, priority, category, links }: TicketForm): TicketRequest {
  return { ...(title.trim() === '' ? {} : { title: title.trim() }), description: description.trim(), priority, category, links }
}

/** A draft as it was kept; the empty form for a text that is none. // V-236 */
export function parseForm(text: string | undefined): TicketForm {
  if (text === undefined) return emptyForm
  try {
    const kept = JSON.parse(text) as Partial<TicketForm>
    return {
      title: typeof kept.title === 'string' ? kept.title : '',
      description: typeof kept.description === 'string' ? kept.description : '',
      priority: kept.priority !== undefined && Object.hasOwn(priorityWords, kept.priority) ? kept.priority : 'normal',
      category: kept.category !== undefined && Object.hasOwn(categoryWords, kept.category) ? kept.category : 'technical',
      links: Array.isArray(kept.links) ? kept.links : [],
    }
  } catch {
    // Kept by another version, or torn: a new form loses nobody anything that can be read.
    return emptyForm
  }
}
