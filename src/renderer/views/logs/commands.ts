import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Logs'

export const logsCommands: readonly CommandDefinition[] = [
  { id: 'logs.filter', label: 'Search the log', group, keys: '/', scope: 'global' },
  { id: 'logs.live', label: 'Follow the log, or stop to read', group, keys: 'l', scope: 'list' },
  { id: 'logs.copy', label: 'Copy the entry', group, keys: 'c e', scope: 'list' },
]
