import { z } from 'zod'
import { QUESTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { ResultCommands } from '../commands.ts'
import { identifier, instant, LONG_TEXT, position } from './parts.ts'

/** A page of rows: several screens at once, never the list. */
const MOST_ROWS = 1000

export const resultRules: CommandRules<ResultCommands> = {
  'results.open': {
    access: 'read',
    input: z.strictObject({
      filter: z.string().max(LONG_TEXT),
      sort: z.enum(['key', 'version', 'sizeBytes', 'updatedAt']),
      descending: z.boolean(),
      at: instant.exactOptional(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'results.continue': { access: 'read', input: z.strictObject({ id: identifier }), maxBytes: QUESTION_BYTES },
  'results.rows': {
    access: 'read',
    input: z.strictObject({ id: identifier, from: position, count: z.int().min(1).max(MOST_ROWS) }),
    maxBytes: QUESTION_BYTES,
  },
  'results.close': { access: 'read', input: z.strictObject({ id: identifier }), maxBytes: QUESTION_BYTES },
}
