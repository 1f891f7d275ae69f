import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { SrvraError } from '../../core/errors.ts'
import { MOST_ATTACHMENT_BYTES } from '../../support/attachments/new-attachments.ts'
import type { Support } from '../../support/support.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { TicketDetail } from '../commands.ts'
import type { FileAccess } from '../transfer/file-access.ts'

type FileHandlers = Pick<AdminHandlers, 'support.attach' | 'support.save-attachment' | 'support.export'>

/** Files into tickets and out of them: those that the operator chose, and no others. */
export function ticketFileCommands(desk: () => Support, detail: (id: string) => TicketDetail, files: FileAccess): FileHandlers {
  return {
    'support.attach': ({ id, file }, { actor }) => {
      files.requireRead(file)
      return detail(desk().attach(id, [{ name: basename(file), bytes: boundedBytes(file) }], actor).id)
    },
    'support.save-attachment': ({ id, attachment, file }) => {
      files.requireWrite(file)
      writeFileSync(file, desk().attachment(id, attachment))
      return null
    },
    'support.export': ({ id, format, file }) => {
      files.requireWrite(file)
      writeFileSync(file, desk().exportTicket(id, format))
      return null
    },
  }
}

/** A file that is too large is not read to find that out. */
function boundedBytes(file: string): Uint8Array {
  const { size } = statSync(file)
  if (size <= MOST_ATTACHMENT_BYTES) return readFileSync(file)
  throw new SrvraError('E_ATTACHMENT', `'${basename(file)}' has more than 5 MiB; send less of it.`, {
    limit: MOST_ATTACHMENT_BYTES,
  })
}
