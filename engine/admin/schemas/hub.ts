import { z } from 'zod'
import { QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { HubCommands } from '../commands.ts'
import { nothing, SHORT_TEXT } from './parts.ts'

/** Clients named one by one. */
const MOST_CLIENTS = 10_000
/** Rows of one page. */
const MOST_ROWS = 500

const replica = z.string().min(1).max(SHORT_TEXT)
const several = {
  access: 'operate',
  input: z.strictObject({ replicas: z.array(replica).min(1).max(MOST_CLIENTS) }),
  maxBytes: SELECTION_BYTES,
} as const

export const hubRules: CommandRules<HubCommands> = {
  'clients.summary': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'clients.list': {
    access: 'read',
    input: z.strictObject({
      text: z.string().max(SHORT_TEXT).exactOptional(),
      status: z.enum(['live', 'catching-up', 'draining', 'offline', 'trouble']).exactOptional(),
      sort: z.enum(['name', 'identity', 'status', 'lag', 'queue', 'pending', 'saved', 'seen']),
      descending: z.boolean(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'clients.rows': {
    access: 'read',
    input: z.strictObject({ replicas: z.array(replica).max(MOST_ROWS) }),
    maxBytes: SELECTION_BYTES,
  },
  'clients.inspect': { access: 'read', input: z.strictObject({ replica }), maxBytes: QUESTION_BYTES },
  'clients.disconnect': several,
  'clients.drain': several,
  'clients.forget': several,
  'hub.state': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'hub.listen': {
    access: 'operate',
    input: z.strictObject({ port: z.int().min(0).max(65_535), host: z.string().min(1).max(253).exactOptional() }),
    maxBytes: QUESTION_BYTES,
  },
  'hub.stop': { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES },
  // It carries the token that lets apps in.
  'hub.connection': { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES },
}
