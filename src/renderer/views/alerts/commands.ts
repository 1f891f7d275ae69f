import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Alerts'

export const alertsCommands: readonly CommandDefinition[] = [
  { id: 'alerts.acknowledge', label: 'Acknowledge the alert', group, keys: 'a', scope: 'list' },
  { id: 'alerts.note', label: 'Acknowledge the alert with a note…', group, keys: 'Shift+A', scope: 'list' },
  { id: 'alerts.cause', label: 'Show the figures behind the alert', group, keys: 'o', scope: 'list' },
  { id: 'alerts.silence', label: 'Silence the alert…', group, keys: 's', scope: 'list' },
  { id: 'alerts.unsilence', label: 'End the silence of the alert', group, keys: 'u', scope: 'list' },
  { id: 'alerts.test', label: 'Send a test of the alert', group, keys: 't', scope: 'list' },
]
