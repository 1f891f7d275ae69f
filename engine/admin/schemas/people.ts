import { z } from 'zod'
import { ACCESSES } from '../../core/policy/index.ts'
import { QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { PeopleCommands } from '../commands.ts'
import { documentKey, identifier, nothing, SHORT_TEXT } from './parts.ts'

const name = z.string().min(1).max(100)
const password = z.string().max(1000)
const roles = z.array(name).min(1).max(100)
const patterns = z.array(z.string().min(1).max(2048)).max(100)
const fields = z.array(z.string().min(1).max(2048)).min(1).max(100)
const duration = z.string().trim().min(1).max(40)

const role = z.strictObject({
  name,
  description: z.string().max(SHORT_TEXT),
  access: z.array(z.enum(ACCESSES)).max(5),
  documents: z.strictObject({
    read: patterns,
    write: patterns,
    hide: z
      .array(z.strictObject({ pattern: z.string().min(1).max(2048), fields }))
      .max(100)
      .exactOptional(),
  }),
})

const who = z.union([z.strictObject({ user: name }), z.strictObject({ token: identifier }), z.strictObject({ roles })])

/** Everybody may look at the roles: they say what one may do, and no names. */
export const peopleRules: CommandRules<PeopleCommands> = {
  'people.overview': { access: 'admin', input: nothing, maxBytes: QUESTION_BYTES },
  'people.create-user': { access: 'admin', input: z.strictObject({ name, password, roles }), maxBytes: QUESTION_BYTES },
  'people.set-roles': { access: 'admin', input: z.strictObject({ name, roles }), maxBytes: QUESTION_BYTES },
  'people.set-disabled': { access: 'admin', input: z.strictObject({ name, disabled: z.boolean() }), maxBytes: QUESTION_BYTES },
  'people.set-password': { access: 'admin', input: z.strictObject({ name, password }), maxBytes: QUESTION_BYTES },
  'people.forget-user': { access: 'admin', input: z.strictObject({ name }), maxBytes: QUESTION_BYTES },
  'people.roles': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'people.save-role': { access: 'admin', input: role, maxBytes: SELECTION_BYTES },
  'people.remove-role': { access: 'admin', input: z.strictObject({ name }), maxBytes: QUESTION_BYTES },
  'people.effective': { access: 'admin', input: z.strictObject({ key: documentKey, who }), maxBytes: QUESTION_BYTES },
  'people.set-sessions': {
    access: 'admin',
    input: z.strictObject({ idle: duration, longest: duration }),
    maxBytes: QUESTION_BYTES,
  },
  'people.make-emergency-code': { access: 'admin', input: nothing, maxBytes: QUESTION_BYTES },
}
