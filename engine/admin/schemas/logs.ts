import { z } from 'zod'
import { QUESTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { LogCommands } from '../commands.ts'
import { instant, pageLimit, SHORT_TEXT } from './parts.ts'

export const logRules: CommandRules<LogCommands> = {
  'logs.page': {
    access: 'operate',
    input: z.strictObject({
      before: z.int().min(1).exactOptional(),
      levels: z
        .array(z.enum(['error', 'warn', 'info', 'debug']))
        .max(4)
        .exactOptional(),
      component: z.string().min(1).max(100).exactOptional(),
      text: z.string().max(SHORT_TEXT).exactOptional(),
      from: instant.exactOptional(),
      to: instant.exactOptional(),
      limit: pageLimit,
    }),
    maxBytes: QUESTION_BYTES,
  },
}
