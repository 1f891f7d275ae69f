import { z } from 'zod'
import { QUESTION_BYTES, type CommandRules } from '../calls/command-rule.ts'
import type { TaskCommands } from '../commands.ts'
import { identifier, nothing } from './parts.ts'

export const taskRules: CommandRules<TaskCommands> = {
  'tasks.list': { access: 'read', input: nothing, maxBytes: QUESTION_BYTES },
  'tasks.cancel': { access: 'operate', input: z.strictObject({ id: identifier }), maxBytes: QUESTION_BYTES },
}
