import { z } from 'zod'
import { QUESTION_BYTES, SELECTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { DemoCommands } from '../commands.ts'
import { nothing, SHORT_TEXT } from './parts.ts'

/** One process plays all replicas of a demo: more than that belong on machines of their own. */
const MOST_REPLICAS = 1000

export const demoRules: CommandRules<DemoCommands> = {
  'demo.start': {
    access: 'operate',
    input: z.strictObject({
      scenario: z.enum(['inventory', 'clinic', 'trading', 'documents', 'iot']),
      replicas: z.int().min(1).max(MOST_REPLICAS),
      seed: z.int().min(0).max(0xff_ff_ff_ff).exactOptional(),
    }),
    maxBytes: QUESTION_BYTES,
  },
  'demo.stop': { access: 'operate', input: nothing, maxBytes: QUESTION_BYTES },
  'demo.state': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'demo.set-online': {
    access: 'operate',
    input: z.strictObject({ replicas: z.array(z.string().min(1).max(SHORT_TEXT)).min(1).max(MOST_REPLICAS), online: z.boolean() }),
    maxBytes: SELECTION_BYTES,
  },
  'demo.offline': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
}
