import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Conflict analytics'

export const conflictAnalyticsCommands: readonly CommandDefinition[] = [
  { id: 'conflict-analytics.refresh', label: 'Read the figures anew', group, keys: 'r', scope: 'global' },
]
