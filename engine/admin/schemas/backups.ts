import { z } from 'zod'
import { QUESTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { BackupCommands } from '../commands.ts'
import { documentKey, filePath, identifier, instant, nothing, pageLimit, position, SHORT_TEXT } from './parts.ts'

const MOST_TARGETS = 8
const MOST_ROWS = 500
const MINUTE_MS = 60_000
const YEAR_MS = 366 * 86_400_000

/** Rough bounds only: `parseTargetOptions` gives the exact answer with its reason. */
const text = z.string().min(1).max(SHORT_TEXT)
const secret = z.string().min(1).max(10_000)
const credentials = z.union([
  z.literal('kept'),
  z.strictObject({ accessKeyId: text, secretAccessKey: secret, sessionToken: secret.exactOptional() }),
])
const bucket = z.strictObject({
  bucket: text,
  prefix: text.exactOptional(),
  region: text.exactOptional(),
  endpoint: text.exactOptional(),
  pathStyle: z.boolean().exactOptional(),
  checksums: z.boolean().exactOptional(),
  insecure: z.boolean().exactOptional(),
  timeoutMs: z.int().min(1).exactOptional(),
  credentials: credentials.exactOptional(),
})
const target = z.union([z.strictObject({ folder: filePath }), z.strictObject({ s3: bucket })])
const point = z.union([z.strictObject({ seq: position }), z.strictObject({ at: instant })])
const into = z.union([
  z.strictObject({ kind: z.literal('new-file'), file: filePath }),
  z.strictObject({ kind: z.literal('in-place') }),
])

const look = { access: 'read', input: nothing, maxBytes: QUESTION_BYTES } as const
const act = { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES } as const

export const backupRules: CommandRules<BackupCommands> = {
  'backups.status': look,
  'backups.list': {
    access: 'read',
    input: z.strictObject({ before: position.exactOptional(), limit: pageLimit }),
    maxBytes: QUESTION_BYTES,
  },
  'backups.sizes': look,
  // Where backups lie is nobody's business but theirs who run the engine.
  'backups.settings': act,
  'backups.configure': {
    access: 'operate',
    input: z.strictObject({
      enabled: z.boolean(),
      targets: z.array(target).max(MOST_TARGETS),
      backupIntervalMs: z.int().min(MINUTE_MS).max(YEAR_MS),
      retentionMs: z
        .int()
        .min(MINUTE_MS)
        .max(10 * YEAR_MS),
      geoRedundancy: z.boolean(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'backups.backup-now': act,
  'backups.verify': act,
  'backups.timeline': {
    access: 'read',
    input: z.strictObject({ fromAt: instant, toAt: instant, limit: pageLimit }),
    maxBytes: QUESTION_BYTES,
  },
  'backups.preview': { access: 'operate', input: z.strictObject({ at: point }), maxBytes: QUESTION_BYTES },
  'backups.previewed': { access: 'operate', input: z.strictObject({ taskId: identifier }), maxBytes: QUESTION_BYTES },
  'backups.preview-rows': {
    access: 'operate',
    input: z.strictObject({ taskId: identifier, from: position, count: z.int().min(1).max(MOST_ROWS) }),
    maxBytes: QUESTION_BYTES,
  },
  'backups.preview-diff': {
    access: 'operate',
    input: z.strictObject({ taskId: identifier, key: documentKey }),
    maxBytes: QUESTION_BYTES,
  },
  'backups.restore': {
    access: 'operate',
    input: z.strictObject({ at: point, into, confirm: z.strictObject({ changed: position }) }),
    maxBytes: QUESTION_BYTES,
  },
  'backups.kept': look,
  'backups.let-go': {
    access: 'operate',
    input: z.strictObject({ id: identifier, confirm: z.strictObject({ seq: position }) }),
    maxBytes: QUESTION_BYTES,
  },
  'backups.export-key': { access: 'operate', input: z.strictObject({ file: filePath }), maxBytes: QUESTION_BYTES },
}
