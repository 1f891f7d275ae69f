import type { CommandDefinition } from '../../commands/command.ts'

export const draftsCommands: readonly CommandDefinition[] = [
  { id: 'drafts.resume', label: 'Continue the newest draft', group: 'Document', scope: 'global' },
]
