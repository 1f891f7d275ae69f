import { z } from 'zod'
import { SrvraError } from '../core/errors.ts'
import type { Priority } from '../core/log/change.ts'
import type { TicketCategory, TicketLink } from '../ports/ticket-store.ts'

const TICKET_CATEGORIES = ['technical', 'incident', 'data', 'security', 'feature', 'account'] as const
const TICKET_PRIORITIES = ['critical', 'high', 'normal', 'low'] as const
const LINK_KINDS = ['alert', 'conflict', 'replica', 'document', 'audit'] as const

const MOST_TEXT = 20_000
const MOST_TITLE = 200
/** What a title is cut to when the description gives it. */
const TITLE_FROM_TEXT = 80
export const MOST_LINKS = 50

/** What a ticket is filed with. */
export interface TicketRequest {
  readonly priority: Priority
  readonly category: TicketCategory
  /** 1 to 20,000 characters. */
  readonly description: string
  /** At most 200 characters; by default how the description begins. */
  readonly title?: string
  readonly links?: readonly TicketLink[]
  /** Whether it goes to the receiver at once; by default where there is one. */
  readonly send?: boolean
}

/** What is checked and filled in. */
export interface CheckedRequest extends Omit<TicketRequest, 'title' | 'links'> {
  readonly title: string
  readonly links: readonly TicketLink[]
}

const text = z.string().trim().min(1).max(MOST_TEXT)
const link = z.strictObject({ kind: z.enum(LINK_KINDS), id: z.string().min(1).max(2048) })
const schema = z.strictObject({
  priority: z.enum(TICKET_PRIORITIES),
  category: z.enum(TICKET_CATEGORIES),
  description: text,
  title: z.string().trim().min(1).max(MOST_TITLE).exactOptional(),
  links: z.array(link).max(MOST_LINKS).exactOptional(),
  send: z.boolean().exactOptional(),
})

/** Throws E_TICKET with the `path` at fault. */
export function checkedRequest(request: TicketRequest): CheckedRequest {
  const checked = checkedBy(schema, request)
  return { ...checked, title: checked.title ?? beginningOf(checked.description), links: distinct(checked.links ?? []) }
}

export function checkedText(given: string): string {
  return checkedBy(text, given)
}

export function checkedLink(given: TicketLink): TicketLink {
  return checkedBy(link, given)
}

function checkedBy<Value>(by: z.ZodType<Value>, given: unknown): Value {
  const parsed = by.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.join('.') ?? ''
  const where = path === '' ? 'That' : `'${path}' of a ticket`
  throw new SrvraError('E_TICKET', `${where} will not do: ${issue?.message ?? 'refused'}.`, { path })
}

function beginningOf(description: string): string {
  const line = description.split(/\r\n|\r|\n/, 1)[0] ?? ''
  const characters = Array.from(line)
  return characters.length <= TITLE_FROM_TEXT
    ? line
    : `${characters
        .slice(0, TITLE_FROM_TEXT - 1)
        .join('')
        .trimEnd()}…`
}

function distinct(links: readonly TicketLink[]): readonly TicketLink[] {
  return links.filter((one, index) => links.findIndex((other) => sameLink(one, other)) === index)
}

export function sameLink(left: TicketLink, right: TicketLink): boolean {
  return left.kind === right.kind && left.id === right.id
}
