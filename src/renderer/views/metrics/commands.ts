import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Metrics'

export const metricsCommands: readonly CommandDefinition[] = [
  { id: 'metrics.live', label: 'Go live', group, keys: 't l', scope: 'global' },
  { id: 'metrics.pause', label: 'Pause', group, keys: 't p', scope: 'global' },
  { id: 'metrics.range', label: 'Choose a stretch of time', group, keys: 't r', scope: 'global' },
  { id: 'metrics.mark', label: 'Put a mark', group, keys: 't m', scope: 'global' },
  { id: 'metrics.earlier', label: 'Move to earlier', group, keys: 't ArrowLeft', scope: 'global' },
  { id: 'metrics.later', label: 'Move to later', group, keys: 't ArrowRight', scope: 'global' },
  { id: 'metrics.zoom-in', label: 'Show half of the time', group, keys: 't ArrowUp', scope: 'global' },
  { id: 'metrics.zoom-out', label: 'Show twice the time', group, keys: 't ArrowDown', scope: 'global' },
  { id: 'metrics.png', label: 'Save the focused chart as a picture', group, keys: 't s', scope: 'global' },
  { id: 'metrics.csv', label: 'Save the focused chart as CSV', group, keys: 't c', scope: 'global' },
]
