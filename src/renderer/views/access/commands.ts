import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Access'

export const accessCommands: readonly CommandDefinition[] = [
  { id: 'access.new', label: 'Issue a token', group, keys: 'n', scope: 'global', permission: 'admin' },
  { id: 'access.revoke', label: 'Revoke the token', group, keys: 'r', scope: 'list', permission: 'admin' },
  { id: 'access.forget', label: 'Take the token off the list', group, keys: 'f', scope: 'list', permission: 'admin' },
]
