import type { CommandDefinition } from '../../commands/command.ts'

export const metricsCommands: readonly CommandDefinition[] = [
  { id: 'metrics.live', label: 'Go live', group: 'Metrics', keys: 't l', scope: 'global' },
  { id: 'metrics.pause', label: 'Pause', group: 'Metrics', keys: 't p', scope: 'global' },
]
