import { z } from 'zod'
import { QUESTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { HistoryCommands } from '../commands.ts'
import { documentKey, instant, pageLimit, position, reason } from './parts.ts'

const toVersion = { key: documentKey, version: z.int().min(1) }
const toInstant = { pattern: documentKey, at: instant }
const execution = { expectedCount: position, reason: reason.exactOptional() }

export const historyRules: CommandRules<HistoryCommands> = {
  'history.recent': {
    access: 'read',
    input: z.strictObject({ before: position.exactOptional(), limit: pageLimit }),
    maxBytes: QUESTION_BYTES,
  },
  'history.list': {
    access: 'read',
    input: z.strictObject({ key: documentKey, before: position.exactOptional(), limit: pageLimit }),
    maxBytes: QUESTION_BYTES,
  },
  'history.diff': {
    access: 'read',
    input: z.strictObject({ key: documentKey, from: position, to: position }),
    maxBytes: QUESTION_BYTES,
  },
  'history.preview-rollback': {
    access: 'read',
    input: z.union([z.strictObject({ ...toVersion, limit: pageLimit }), z.strictObject({ ...toInstant, limit: pageLimit })]),
    maxBytes: QUESTION_BYTES,
  },
  'history.rollback': {
    access: 'write',
    input: z.union([z.strictObject({ ...toVersion, ...execution }), z.strictObject({ ...toInstant, ...execution })]),
    maxBytes: QUESTION_BYTES,
  },
}
