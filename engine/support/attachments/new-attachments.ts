import { createHash } from 'node:crypto'
import { SrvraError } from '../../core/errors.ts'
import type { Ticket, TicketAttachment } from '../../ports/ticket-store.ts'
import { attachmentName } from './attachment-name.ts'
import { mediaType } from './media-type.ts'

const MEBIBYTE = 1024 * 1024
export const MOST_ATTACHMENT_BYTES = 5 * MEBIBYTE
/** Of one ticket: what a receiver is sent in one piece. */
const MOST_TICKET_BYTES = 16 * MEBIBYTE
const MOST_ATTACHMENTS = 50

/** A file to put at a ticket. */
export interface FileToAttach {
  readonly name: string
  readonly bytes: Uint8Array
  readonly origin?: TicketAttachment['origin']
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Heads of files that a ticket is given, with names of their own. Throws E_ATTACHMENT where one is, or all are, too much. */
export function newAttachments(
  ticket: Ticket,
  files: readonly FileToAttach[],
  at: number,
  by: string,
): readonly TicketAttachment[] {
  const { attachments } = ticket
  if (attachments.length + files.length > MOST_ATTACHMENTS)
    throw refusal(`A ticket has ${MOST_ATTACHMENTS} attachments at most; open another one.`, MOST_ATTACHMENTS)
  const sum = [...attachments.map(({ sizeBytes }) => sizeBytes), ...files.map(({ bytes }) => bytes.length)]
  if (sum.reduce((left, right) => left + right, 0) > MOST_TICKET_BYTES)
    throw refusal('The attachments of a ticket have 16 MiB at most; leave something out.', MOST_TICKET_BYTES)
  const taken = new Set(attachments.map(({ name }) => name.toLowerCase()))
  return files.map(({ name, bytes, origin = 'file' }, index) => {
    const shown = freeName(attachmentName(name), taken)
    if (bytes.length > MOST_ATTACHMENT_BYTES)
      throw refusal(`'${shown}' has more than 5 MiB; send less of it, or put it where it can be fetched.`, MOST_ATTACHMENT_BYTES)
    const id = `a${attachments.length + index + 1}`
    return { id, name: shown, type: mediaType(bytes), sizeBytes: bytes.length, hash: sha256(bytes), at, by, origin }
  })
}

/** Two files of one name would be one when somebody saves them. */
function freeName(name: string, taken: Set<string>): string {
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]+)?$/su.exec(name) ?? []
  let free = name
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${stem}-${count}${ending}`
  taken.add(free.toLowerCase())
  return free
}

function refusal(message: string, limit: number): SrvraError {
  return new SrvraError('E_ATTACHMENT', message, { limit })
}
