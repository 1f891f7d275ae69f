import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Users and roles'

export const peopleCommands: readonly CommandDefinition[] = [
  { id: 'people.new', label: 'Make a user or a role', group, keys: 'n', scope: 'global', permission: 'admin' },
  { id: 'people.edit', label: 'Give roles, or change the role', group, keys: 'e', scope: 'list', permission: 'admin' },
  { id: 'people.password', label: 'Give a new password', group, keys: 'p', scope: 'list', permission: 'admin' },
  { id: 'people.disable', label: 'Keep the user out, or let them in again', group, keys: 'd', scope: 'list', permission: 'admin' },
  { id: 'people.remove', label: 'Take off the list', group, keys: 'Delete', scope: 'list', permission: 'admin' },
  { id: 'people.effective', label: 'What may somebody do to a key?', group, keys: 'w', scope: 'global', permission: 'admin' },
]
