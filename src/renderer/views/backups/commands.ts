import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Backups'

export const backupsCommands: readonly CommandDefinition[] = [
  { id: 'backups.now', label: 'Back up now', group, scope: 'global' },
  { id: 'backups.verify', label: 'Run a restore drill', group, scope: 'global' },
  { id: 'backups.settings', label: 'Set up backups', group, keys: 'e', scope: 'global' },
  { id: 'backups.export-key', label: 'Export the key of the backups', group, scope: 'global' },
  { id: 'backups.refresh', label: 'Read backups anew', group, scope: 'global' },
]
