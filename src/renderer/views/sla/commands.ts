import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Service levels'

export const slaCommands: readonly CommandDefinition[] = [
  { id: 'sla.new', label: 'Define an objective', group, keys: 'n', scope: 'global', permission: 'operate' },
  { id: 'sla.edit', label: 'Change the objective', group, keys: 'e', scope: 'global', permission: 'operate' },
  { id: 'sla.delete', label: 'Delete the objective…', group, keys: 'd o', scope: 'global', permission: 'operate' },
  { id: 'sla.breaches', label: 'Go to the breaches of the objective', group, keys: 'b', scope: 'global' },
]
