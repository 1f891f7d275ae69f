import { z } from 'zod'
import { QUESTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { AuditCommands } from '../commands.ts'
import { filePath, instant, LONG_TEXT, nothing, pageLimit, SHORT_TEXT } from './parts.ts'

const text = z.string().max(SHORT_TEXT).exactOptional()
const filter = z.strictObject({
  actor: text,
  action: text,
  target: z.string().max(2048).exactOptional(),
  outcome: z.enum(['done', 'refused', 'failed']).exactOptional(),
  from: instant.exactOptional(),
  to: instant.exactOptional(),
})
const n = z.int().min(1)

/** Who may look at the trail need not be who may operate: neither can take anything out of it. */
export const auditRules: CommandRules<AuditCommands> = {
  'audit.overview': { access: 'audit', input: nothing, maxBytes: QUESTION_BYTES },
  'audit.list': {
    access: 'audit',
    input: z.strictObject({ filter, before: n.exactOptional(), limit: pageLimit }),
    maxBytes: QUESTION_BYTES,
  },
  'audit.entry': { access: 'audit', input: z.strictObject({ n }), maxBytes: QUESTION_BYTES },
  'audit.verify': { access: 'audit', input: nothing, maxBytes: QUESTION_BYTES },
  'audit.export': {
    access: 'audit',
    input: z.strictObject({ filter, format: z.enum(['ndjson', 'csv', 'cef']), file: filePath }),
    maxBytes: QUESTION_BYTES,
  },
  'audit.configure': {
    access: 'operate',
    input: z.strictObject({
      enabled: z.boolean(),
      retention: z.string().trim().min(1).max(40).exactOptional(),
      headsTo: z.string().trim().min(1).max(LONG_TEXT).exactOptional(),
    }),
    maxBytes: QUESTION_BYTES,
  },
}
