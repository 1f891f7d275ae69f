import { z } from 'zod'
import { QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { TransferCommands } from '../commands.ts'
import { byKeys, byResultSet, filePath, instant, LONG_TEXT } from './parts.ts'

const format = z.enum(['json', 'ndjson', 'csv'])
const keyTemplate = z.string().min(1).max(LONG_TEXT)

export const transferRules: CommandRules<TransferCommands> = {
  'transfer.preview-import': {
    access: 'read',
    input: z.strictObject({ file: filePath, format: format.exactOptional(), keyTemplate: keyTemplate.exactOptional() }),
    maxBytes: QUESTION_BYTES,
  },
  'transfer.import': {
    access: 'write',
    input: z.strictObject({
      file: filePath,
      format: format.exactOptional(),
      keyTemplate: keyTemplate.exactOptional(),
      dryRun: z.boolean(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'transfer.export': {
    access: 'read',
    input: z.strictObject({
      file: filePath,
      format,
      filter: z.string().max(LONG_TEXT),
      selection: z.union([z.strictObject(byKeys), z.strictObject(byResultSet)]).exactOptional(),
      at: instant.exactOptional(),
      metadata: z.boolean(),
    }),
    maxBytes: SELECTION_BYTES,
  },
}
