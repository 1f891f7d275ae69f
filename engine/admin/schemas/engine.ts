import { z } from 'zod'
import { QUESTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { EngineCommands } from '../commands.ts'
import { documentKey, instant, nothing } from './parts.ts'

/** A timeline is drawn in pixels: more buckets than a wide screen has could not be seen. */
const MOST_BUCKETS = 4096

export const engineRules: CommandRules<EngineCommands> = {
  'engine.overview': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'engine.timeline': {
    access: 'read',
    input: z.strictObject({
      buckets: z.int().min(1).max(MOST_BUCKETS),
      key: documentKey.exactOptional(),
      from: instant.exactOptional(),
      to: instant.exactOptional(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'engine.verify': { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES },
  'engine.compact': {
    access: 'operate',
    input: z
      .strictObject({ before: instant.exactOptional(), keepVersions: z.int().min(1).exactOptional() })
      // Compaction lets history go for ever: an empty plan is a mistake, never 'everything'.
      .refine((plan) => plan.before !== undefined || plan.keepVersions !== undefined, {
        error: 'say what to keep: before, keepVersions, or both',
      }),
    maxBytes: QUESTION_BYTES,
  },
  'engine.load-sample': { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES },
}
