import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Clients'

export const clientsCommands: readonly CommandDefinition[] = [
  { id: 'clients.filter', label: 'Filter the clients', group, keys: '/', scope: 'global' },
  { id: 'clients.sort-in', label: 'Sort the list anew', group, keys: 'n', scope: 'list' },
  { id: 'clients.unplug', label: 'Unplug the chosen demo clients', group, scope: 'global' },
  { id: 'clients.plug-in', label: 'Plug in the chosen demo clients', group, scope: 'global' },
  { id: 'clients.drain', label: 'Drain the chosen clients', group, scope: 'global' },
  { id: 'clients.disconnect', label: 'Disconnect the chosen clients', group, scope: 'global' },
  { id: 'clients.forget', label: 'Forget the chosen clients that are away', group, scope: 'global' },
  { id: 'clients.copy', label: 'Copy the id of the client', group, keys: 'c i', scope: 'list' },
]
