import { z } from 'zod'
import { QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { AccessCommands } from '../commands.ts'
import { identifier, nothing, SHORT_TEXT } from './parts.ts'

const id = identifier

/** Who may look at the list need not be able to let somebody in. */
export const accessRules: CommandRules<AccessCommands> = {
  'access.tokens': { access: 'admin', input: nothing, maxBytes: QUESTION_BYTES },
  'access.issue': {
    access: 'admin',
    input: z.strictObject({
      name: z.string().min(1).max(SHORT_TEXT),
      patterns: z.array(z.string().min(1).max(2048)).max(100).exactOptional(),
      write: z.boolean().exactOptional(),
      role: z.string().min(1).max(40).exactOptional(),
      expires: z.string().trim().min(1).max(40).exactOptional(),
    }),
    maxBytes: SELECTION_BYTES,
  },
  'access.revoke': { access: 'admin', input: z.strictObject({ id }), maxBytes: QUESTION_BYTES },
  'access.forget': { access: 'admin', input: z.strictObject({ id }), maxBytes: QUESTION_BYTES },
}
