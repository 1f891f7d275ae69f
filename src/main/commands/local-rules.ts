import { z } from 'zod'
import { DOCUMENT_BYTES, QUESTION_BYTES, type AccessNeeded, type CommandRules } from '../../../engine/admin/calls/command-rule.ts'
import { SHORT_TEXT, documentKey, nothing } from '../../../engine/admin/schemas/parts.ts'
import type { LocalCommands } from '../../shared/contract.ts'

const shortcuts = z.record(z.string().max(SHORT_TEXT), z.string().max(SHORT_TEXT)).refine((map) => Object.keys(map).length <= 500, {
  error: 'more than 500 shortcuts',
})

const environment = z.strictObject({
  name: z.string().trim().min(1).max(40),
  kind: z.enum(['production', 'staging', 'development']),
})

const preferences = z.strictObject({
  theme: z.enum(['system', 'dark', 'light']).exactOptional(),
  density: z.enum(['comfortable', 'default', 'compact']).exactOptional(),
  utc: z.boolean().exactOptional(),
  railCollapsed: z.boolean().exactOptional(),
  inspectorOpen: z.boolean().exactOptional(),
  inspectorWidth: z.int().min(200).max(2000).exactOptional(),
  singleLetterKeys: z.boolean().exactOptional(),
  shortcuts: shortcuts.exactOptional(),
  hubPort: z.int().min(0).max(65_535).exactOptional(),
  conflictNotices: z.enum(['all', 'urgent', 'none']).exactOptional(),
  alertNotices: z.strictObject({ critical: z.boolean(), warning: z.boolean(), info: z.boolean() }).exactOptional(),
  environment: environment.exactOptional(),
})

const userName = z.string().min(1).max(100)
const password = z.string().min(1).max(1000)
const filterName = z.string().trim().min(1).max(SHORT_TEXT)
const conflictId = z.string().min(1).max(200)
const LONGEST_PATH = 4096
const title = z.string().max(SHORT_TEXT)

/** What each of the console's own commands takes. */
export const localRules: CommandRules<LocalCommands, AccessNeeded> = {
  'app.info': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'app.access': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'app.ready': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'app.may-close': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'app.quit': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'session.state': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'session.set-up': { access: 'admin', input: z.strictObject({ name: userName, password }), maxBytes: QUESTION_BYTES },
  'session.sign-in': {
    access: 'anybody',
    input: z.strictObject({ name: userName, password, stay: z.boolean().exactOptional() }),
    maxBytes: QUESTION_BYTES,
  },
  'session.emergency': {
    access: 'anybody',
    input: z.strictObject({ code: z.string().min(1).max(200), reason: z.string().max(SHORT_TEXT) }),
    maxBytes: QUESTION_BYTES,
  },
  'session.sign-out': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'session.change-password': { access: 'read', input: z.strictObject({ password, next: password }), maxBytes: QUESTION_BYTES },
  'session.active': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'host.state': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'host.retry': { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES },
  'host.choose-folder': { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES },
  'preferences.get': { access: 'anybody', input: nothing, maxBytes: QUESTION_BYTES },
  'preferences.set': { access: 'read', input: preferences, maxBytes: QUESTION_BYTES },
  'drafts.list': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'drafts.save': {
    access: 'read',
    input: z.strictObject({ key: documentKey, text: z.string(), baseVersion: z.int().min(0) }),
    maxBytes: DOCUMENT_BYTES,
  },
  'drafts.drop': { access: 'read', input: z.strictObject({ key: documentKey }), maxBytes: QUESTION_BYTES },
  'conflict-drafts.list': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'conflict-drafts.save': {
    access: 'read',
    input: z.strictObject({ id: conflictId, text: z.string() }),
    maxBytes: DOCUMENT_BYTES,
  },
  'conflict-drafts.drop': { access: 'read', input: z.strictObject({ id: conflictId }), maxBytes: QUESTION_BYTES },
  'filters.list': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'filters.save': {
    access: 'read',
    input: z.strictObject({ name: filterName, filter: z.string().max(4096) }),
    maxBytes: QUESTION_BYTES,
  },
  'filters.drop': { access: 'read', input: z.strictObject({ name: filterName }), maxBytes: QUESTION_BYTES },
  'dialogs.open-file': {
    access: 'read',
    input: z.strictObject({ title, extensions: z.array(z.string().regex(/^[a-z0-9]{1,12}$/)).max(12) }),
    maxBytes: QUESTION_BYTES,
  },
  'dialogs.save-file': {
    access: 'read',
    // A name, never a path: the folder is the operator's to choose.
    input: z.strictObject({
      title,
      suggestedName: z
        .string()
        .max(SHORT_TEXT)
        .regex(/^[^/\\\0]*$/),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'files.save': {
    access: 'read',
    input: z.strictObject({ file: z.string().min(1).max(LONGEST_PATH), content: z.string(), encoding: z.enum(['utf8', 'base64']) }),
    maxBytes: DOCUMENT_BYTES,
  },
  'clipboard.write': { access: 'read', input: z.strictObject({ text: z.string() }), maxBytes: DOCUMENT_BYTES },
}
