import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Transfer'

export const transferCommands: readonly CommandDefinition[] = [
  { id: 'transfer.import', label: 'Import documents from a file', group, keys: 'Ctrl+Shift+I', scope: 'global' },
  { id: 'transfer.export', label: 'Export all documents to a file', group, scope: 'global' },
]
