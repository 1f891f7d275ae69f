import type { CommandDefinition } from '../../commands/command.ts'

export const alertsCommands: readonly CommandDefinition[] = [
  {
    id: 'alerts.acknowledge',
    label: 'Acknowledge the first alert that nobody knows of',
    group: 'Alerts',
    keys: 'a',
    scope: 'global',
  },
  {
    id: 'alerts.cause',
    label: 'Show the figures behind the first alert',
    group: 'Alerts',
    keys: 'o',
    scope: 'global',
  },
]
