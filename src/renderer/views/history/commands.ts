import type { CommandDefinition } from '../../commands/command.ts'

const group = 'History'

export const historyCommands: readonly CommandDefinition[] = [
  { id: 'history.find', label: 'Choose a key', group, keys: '/', scope: 'global' },
  { id: 'history.roll-back', label: 'Roll the key back to this version', group, keys: 'r', scope: 'list' },
  { id: 'history.apply', label: 'Apply the roll back', group, keys: 'Ctrl+Enter', scope: 'global' },
  { id: 'history.current', label: 'Compare with the present or the previous version', group, keys: 'v', scope: 'list' },
  { id: 'history.open', label: 'Open the document', group, keys: 'o', scope: 'list' },
  { id: 'history.prefix', label: 'Roll back what is below a prefix', group, keys: 'Shift+R', scope: 'list' },
  { id: 'history.travel', label: 'Show the whole state at this change', group, keys: 't z', scope: 'list' },
]
