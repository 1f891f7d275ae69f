import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Audit'

export const auditCommands: readonly CommandDefinition[] = [
  { id: 'audit.filter', label: 'Search by who did it', group, keys: '/', scope: 'global' },
  { id: 'audit.open', label: 'Open what the entry is about', group, keys: 'Enter', scope: 'list' },
  { id: 'audit.live', label: 'Follow the trail, or stop to read', group, keys: 'l', scope: 'list' },
  { id: 'audit.copy', label: 'Copy the entry', group, keys: 'c e', scope: 'list' },
  { id: 'audit.verify', label: 'Verify the audit trail', group, keys: 'v', scope: 'list' },
  { id: 'audit.export', label: 'Export the entries shown', group, keys: 'e', scope: 'list' },
  { id: 'audit.settings', label: 'Choose how the audit is kept', group, scope: 'global' },
]
