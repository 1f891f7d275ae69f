import { z } from 'zod'
import type { MergeRule } from '../../core/merge/index.ts'
import { DOCUMENT_BYTES, QUESTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { RuleCommands } from '../commands.ts'
import { instant, nothing, pageLimit, reason } from './parts.ts'

const MOST_RULES = 1000
const MOST_DECISIONS = 5000
const MOST_SLICES = 500

/** The exact answer, with the rule and member at fault, is that of the rules' own reader. */
const rules = z.array(z.custom<MergeRule>((rule) => typeof rule === 'object' && rule !== null)).max(MOST_RULES)
const decisions = z.int().min(1).max(MOST_DECISIONS)

export const mergeRuleRules: CommandRules<RuleCommands> = {
  'rules.overview': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'rules.versions': {
    access: 'read',
    input: z.strictObject({ before: z.int().min(1).exactOptional(), limit: pageLimit }),
    maxBytes: QUESTION_BYTES,
  },
  'rules.check': { access: 'read', input: z.strictObject({ rules: z.unknown() }), maxBytes: DOCUMENT_BYTES },
  'rules.test': {
    access: 'read',
    input: z.strictObject({ rules, conflict: z.string().min(1).max(200) }),
    maxBytes: DOCUMENT_BYTES,
  },
  'rules.what-if': { access: 'read', input: z.strictObject({ rules, limit: decisions }), maxBytes: DOCUMENT_BYTES },
  'rules.suggest': { access: 'read', input: z.strictObject({ limit: decisions }), maxBytes: QUESTION_BYTES },
  'rules.activate': {
    access: 'operate',
    input: z.strictObject({ rules, basedOn: z.int().min(0), note: reason.exactOptional() }),
    maxBytes: DOCUMENT_BYTES,
  },
  'conflicts.analytics': {
    access: 'read',
    input: z.strictObject({ from: instant, to: instant, slices: z.int().min(1).max(MOST_SLICES) }),
    maxBytes: QUESTION_BYTES,
  },
}
