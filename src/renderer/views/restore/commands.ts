import type { CommandDefinition } from '../../commands/command.ts'

export const restoreCommands: readonly CommandDefinition[] = [
  { id: 'restore.start', label: 'Restore to an earlier moment', group: 'Backups', scope: 'global' },
]
