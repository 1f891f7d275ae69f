import { z } from 'zod'
import type { JsonObject } from '../../core/json/index.ts'
import { DOCUMENT_BYTES, QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { DocumentCommands } from '../commands.ts'
import {
  absentOrJson,
  byKeys,
  byResultSet,
  documentKey,
  instant,
  keyPrefix,
  pageLimit,
  position,
  reason,
  SHORT_TEXT,
} from './parts.ts'

/** The most text a preview may carry. */
const MOST_PREVIEW_BYTES = 4 * 1024 * 1024
const MOST_TAGS = 100

const tags = z.array(z.string().trim().min(1).max(SHORT_TEXT)).max(MOST_TAGS)
const guard = { key: documentKey, baseVersion: position, reason: reason.exactOptional() }
const metadata = z.strictObject({
  tags: tags.exactOptional(),
  contentType: z.string().min(1).max(SHORT_TEXT).exactOptional(),
  retentionClass: z.string().min(1).max(SHORT_TEXT).exactOptional(),
  custom: z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)).exactOptional(),
})
const expectedCount = position

const deletion = { expectedCount, reason: reason.exactOptional() }
const tagging = { add: tags, remove: tags, expectedCount }

export const documentRules: CommandRules<DocumentCommands> = {
  'documents.get': {
    access: 'read',
    input: z
      .strictObject({ key: documentKey, at: instant.exactOptional(), version: z.int().min(1).exactOptional() })
      .refine((query) => query.at === undefined || query.version === undefined, { error: 'an instant or a version, not both' }),
    maxBytes: QUESTION_BYTES,
  },
  'documents.text': {
    access: 'read',
    input: z.strictObject({ key: documentKey, maxBytes: z.int().min(1).max(MOST_PREVIEW_BYTES) }),
    maxBytes: QUESTION_BYTES,
  },
  'documents.children': {
    access: 'read',
    input: z.strictObject({
      prefix: keyPrefix,
      after: z.string().max(2048).exactOptional(),
      limit: pageLimit,
      at: instant.exactOptional(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'documents.complete-key': {
    access: 'read',
    input: z.strictObject({ text: z.string().max(2048), limit: pageLimit }),
    maxBytes: QUESTION_BYTES,
  },
  'documents.set': {
    access: 'write',
    input: z
      .strictObject({
        ...guard,
        text: z.string().exactOptional(),
        metadata: metadata.exactOptional(),
        priority: z.enum(['critical', 'high', 'normal', 'low']).exactOptional(),
      })
      .refine((write) => write.text !== undefined || write.metadata !== undefined, { error: 'nothing to set' }),
    maxBytes: DOCUMENT_BYTES,
  },
  'documents.delete': { access: 'write', input: z.strictObject(guard), maxBytes: QUESTION_BYTES },
  'documents.delete-many': {
    access: 'write',
    input: z.union([z.strictObject({ ...byKeys, ...deletion }), z.strictObject({ ...byResultSet, ...deletion })]),
    maxBytes: SELECTION_BYTES,
  },
  'documents.tag-many': {
    access: 'write',
    input: z.union([z.strictObject({ ...byKeys, ...tagging }), z.strictObject({ ...byResultSet, ...tagging })]),
    maxBytes: SELECTION_BYTES,
  },
  'documents.undo': {
    access: 'write',
    input: z.strictObject({ fromSeq: z.int().min(1), toSeq: z.int().min(1) }),
    maxBytes: QUESTION_BYTES,
  },
  'documents.check': {
    access: 'read',
    input: z.strictObject({ key: documentKey, text: z.string() }),
    maxBytes: DOCUMENT_BYTES,
  },
  'documents.diff': {
    access: 'read',
    input: z.strictObject({ before: absentOrJson, after: absentOrJson }),
    maxBytes: DOCUMENT_BYTES,
  },
}
