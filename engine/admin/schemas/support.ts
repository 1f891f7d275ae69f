import { z } from 'zod'
import { QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { SupportCommands } from '../commands.ts'
import { filePath, identifier, LONG_TEXT, nothing, position, SHORT_TEXT } from './parts.ts'

/** Rough bounds only: the desk gives the exact answer with the path at fault. */
const longText = z.string().max(100_000)
const id = identifier
const state = z.enum(['open', 'waiting', 'resolved', 'closed'])
const priority = z.enum(['critical', 'high', 'normal', 'low'])
const category = z.enum(['technical', 'incident', 'data', 'security', 'feature', 'account'])
const link = z.strictObject({
  kind: z.enum(['alert', 'conflict', 'replica', 'document', 'audit']),
  id: z.string().min(1).max(2048),
})
const bundle = z.strictObject({
  preview: identifier,
  parts: z
    .array(z.strictObject({ name: identifier, hash: identifier }))
    .min(1)
    .max(20),
})
const host = z.string().trim().min(1).max(253)
const address = z.string().trim().min(3).max(320)

/** Where tickets and alerts go. */
export const endpoint = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('webhook'),
    url: z.string().trim().min(1).max(LONG_TEXT),
    secret: z.string().min(1).max(SHORT_TEXT),
    allowPrivate: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('email'),
    host,
    port: z.int().min(1).max(65_535),
    secure: z.boolean(),
    user: z.string().max(SHORT_TEXT).exactOptional(),
    password: z.string().max(SHORT_TEXT).exactOptional(),
    from: address,
    to: z.array(address).min(1).max(20),
  }),
])

/** Who may write files and comments on tickets; what leaves the machine, or shows the engine's insides, takes an operator. */
export const supportRules: CommandRules<SupportCommands> = {
  'support.summary': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'support.tickets': {
    access: 'read',
    input: z.strictObject({
      text: z.string().max(SHORT_TEXT).exactOptional(),
      states: z.array(state).max(4).exactOptional(),
      priority: priority.exactOptional(),
      category: category.exactOptional(),
      link: link.exactOptional(),
      from: position.exactOptional(),
      limit: z.int().min(1).max(200).exactOptional(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'support.ticket': { access: 'read', input: z.strictObject({ id }), maxBytes: QUESTION_BYTES },
  'support.create': {
    access: 'write',
    input: z.strictObject({
      priority,
      category,
      description: longText,
      title: z.string().max(SHORT_TEXT).exactOptional(),
      links: z.array(link).max(50).exactOptional(),
      send: z.boolean().exactOptional(),
      bundle: bundle.exactOptional(),
    }),
    maxBytes: SELECTION_BYTES,
  },
  'support.comment': {
    access: 'write',
    input: z.strictObject({ id, text: longText, from: z.enum(['requester', 'support']) }),
    maxBytes: SELECTION_BYTES,
  },
  'support.transition': {
    access: 'write',
    input: z.strictObject({ id, action: z.enum(['wait', 'resume', 'resolve', 'close', 'reopen']) }),
    maxBytes: QUESTION_BYTES,
  },
  'support.prioritize': { access: 'write', input: z.strictObject({ id, priority }), maxBytes: QUESTION_BYTES },
  'support.link': { access: 'write', input: z.strictObject({ id, link }), maxBytes: QUESTION_BYTES },
  'support.attach': { access: 'write', input: z.strictObject({ id, file: filePath }), maxBytes: QUESTION_BYTES },
  'support.save-attachment': {
    access: 'read',
    input: z.strictObject({ id, attachment: identifier, file: filePath }),
    maxBytes: QUESTION_BYTES,
  },
  'support.export': {
    access: 'read',
    input: z.strictObject({ id, format: z.enum(['markdown', 'json']), file: filePath }),
    maxBytes: QUESTION_BYTES,
  },
  'support.preview-bundle': { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES },
  'support.attach-bundle': { access: 'operate', input: z.strictObject({ id, bundle }), maxBytes: QUESTION_BYTES },
  'support.send': { access: 'operate', input: z.strictObject({ id }), maxBytes: QUESTION_BYTES },
  'support.retry': { access: 'operate', input: z.strictObject({ id, delivery: identifier }), maxBytes: QUESTION_BYTES },
  'support.endpoint': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'support.set-endpoint': { access: 'operate', input: z.strictObject({ endpoint: endpoint.nullable() }), maxBytes: QUESTION_BYTES },
}
