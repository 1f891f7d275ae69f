import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Alerts'

export const alertsCommands: readonly CommandDefinition[] = [
  { id: 'alerts.acknowledge', label: 'Acknowledge the alert', group, keys: 'a', scope: 'list' },
  { id: 'alerts.note', label: 'Acknowledge the alert with a note…', group, keys: 'Shift+A', scope: 'list' },
  { id: 'alerts.cause', label: 'Show the figures behind the alert', group, keys: 'o', scope: 'list' },
  { id: 'alerts.silence', label: 'Silence the alert…', group, keys: 's', scope: 'list' },
  { id: 'alerts.unsilence', label: 'End the silence of the alert', group, keys: 'u', scope: 'list' },
  { id: 'alerts.test', label: 'Send a test of the alert', group, keys: 't', scope: 'list' },
  { id: 'alert-rules.new', label: 'Make an alert rule…', group, keys: 'n', scope: 'global' },
  { id: 'alert-rules.edit', label: 'Edit the alert rule…', group, keys: 'e', scope: 'list' },
  { id: 'alert-rules.duplicate', label: 'Duplicate the alert rule…', group, keys: 'd', scope: 'list' },
  { id: 'alert-rules.toggle', label: 'Enable or disable the alert rule', group, scope: 'list' },
  { id: 'alert-rules.remove', label: 'Delete the alert rule', group, keys: 'Delete', scope: 'list' },
  { id: 'alert-rules.review', label: 'Review the alert rules and save them', group, keys: 'Ctrl+S', scope: 'global' },
]
