import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Settings'

export const settingsCommands: readonly CommandDefinition[] = [
  { id: 'settings.appearance', label: 'Settings: appearance', group, scope: 'global' },
  { id: 'settings.keyboard', label: 'Settings: keyboard', group, scope: 'global' },
  { id: 'settings.storage', label: 'Settings: storage', group, scope: 'global' },
  { id: 'settings.about', label: 'Settings: about', group, scope: 'global' },
]
