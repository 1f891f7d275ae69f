import { z } from 'zod'
import { DOCUMENT_BYTES, QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { ConflictCommands } from '../commands.ts'
import { absentOrJson, documentKey, instant, LONG_TEXT, nothing, pageLimit, reason, SHORT_TEXT } from './parts.ts'

/** Conflicts named one by one. */
const MOST_CONFLICTS = 10_000
const MOST_ROWS = 500
const MOST_CHOICES = 10_000

const id = z.string().min(1).max(200)
const path = z.string().max(LONG_TEXT)
const choices = z
  .array(
    z.discriminatedUnion('take', [
      z.strictObject({ path, take: z.enum(['base', 'local', 'remote', 'both', 'suggestion']) }),
      z.strictObject({ path, take: z.literal('edited'), value: absentOrJson.exactOptional() }),
    ]),
  )
  .max(MOST_CHOICES)
const request = z.strictObject({ id, choices, localVersion: z.int().min(0), reason: reason.exactOptional() })
const ids = z.array(id).min(1).max(MOST_CONFLICTS)

export const conflictRules: CommandRules<ConflictCommands> = {
  'conflicts.summary': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'conflicts.list': {
    access: 'read',
    input: z.strictObject({
      text: z.string().max(SHORT_TEXT).exactOptional(),
      states: z.array(z.enum(['open', 'claimed', 'snoozed', 'resolved', 'dismissed', 'superseded'])).exactOptional(),
      reason: z
        .enum([
          'SAME_FIELD',
          'DELETE_VS_EDIT',
          'TYPE_CHANGE',
          'ARRAY_ORDER',
          'NO_BASE',
          'SCHEMA_INVALID',
          'INVARIANT',
          'POLICY_MANUAL',
          'RULE_FAILED',
          'LOW_CONFIDENCE',
          'BATCH',
          'RESTORED',
        ])
        .exactOptional(),
      path: path.exactOptional(),
      priority: z.enum(['critical', 'high', 'normal', 'low']).exactOptional(),
      owner: z.string().max(SHORT_TEXT).exactOptional(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'conflicts.rows': { access: 'read', input: z.strictObject({ ids: z.array(id).max(MOST_ROWS) }), maxBytes: SELECTION_BYTES },
  'conflicts.get': { access: 'read', input: z.strictObject({ id }), maxBytes: QUESTION_BYTES },
  'conflicts.preview': { access: 'read', input: request, maxBytes: DOCUMENT_BYTES },
  'conflicts.resolve': { access: 'write', input: request, maxBytes: DOCUMENT_BYTES },
  'conflicts.resolve-many': {
    access: 'write',
    input: z.strictObject({ ids, take: z.enum(['local', 'remote', 'suggestion']), reason: reason.exactOptional() }),
    maxBytes: SELECTION_BYTES,
  },
  'conflicts.dismiss': {
    access: 'write',
    input: z.strictObject({ ids, reason: reason.exactOptional() }),
    maxBytes: SELECTION_BYTES,
  },
  'conflicts.claim': {
    access: 'write',
    input: z.strictObject({ id, force: z.boolean().exactOptional() }),
    maxBytes: QUESTION_BYTES,
  },
  'conflicts.release': { access: 'write', input: z.strictObject({ id }), maxBytes: QUESTION_BYTES },
  'conflicts.snooze': { access: 'write', input: z.strictObject({ id, until: instant }), maxBytes: QUESTION_BYTES },
  'conflicts.reopen': { access: 'write', input: z.strictObject({ id }), maxBytes: QUESTION_BYTES },
  'conflicts.history': {
    access: 'read',
    input: z.strictObject({
      before: instant.exactOptional(),
      after: z.string().max(SHORT_TEXT).exactOptional(),
      limit: pageLimit,
      key: documentKey.exactOptional(),
    }),
    maxBytes: QUESTION_BYTES,
  },
}
