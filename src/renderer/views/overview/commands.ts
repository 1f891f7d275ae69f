import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Overview'

export const overviewCommands: readonly CommandDefinition[] = [
  { id: 'overview.verify', label: 'Verify the store now', group, keys: 'Ctrl+Shift+V', scope: 'global' },
  { id: 'overview.sample', label: 'Load the sample workspace', group, scope: 'global' },
]
