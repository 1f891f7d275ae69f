import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Conflicts'

export const conflictsCommands: readonly CommandDefinition[] = [
  { id: 'conflicts.base', label: 'Take what the base has', group, keys: '1', scope: 'list', palette: false },
  { id: 'conflicts.local', label: 'Take Local', group, keys: '2', scope: 'list', palette: false },
  { id: 'conflicts.remote', label: 'Take Remote', group, keys: '3', scope: 'list', palette: false },
  { id: 'conflicts.both', label: 'Take both', group, keys: '4', scope: 'list', palette: false },
  { id: 'conflicts.edit', label: 'Write the result by hand', group, keys: '5', scope: 'list', palette: false },
  { id: 'conflicts.all-local', label: 'Take Local for all that is undecided', group, keys: 'Shift+2', scope: 'list' },
  { id: 'conflicts.all-remote', label: 'Take Remote for all that is undecided', group, keys: 'Shift+3', scope: 'list' },
  { id: 'conflicts.accept', label: 'Accept what is suggested', group, keys: 's', scope: 'list' },
  { id: 'conflicts.undecide', label: 'Take the choice back', group, keys: 'Backspace', scope: 'list' },
  { id: 'conflicts.preview', label: 'Show or hide the preview', group, keys: 'p', scope: 'list' },
  { id: 'conflicts.merged', label: 'Show or hide what merged by itself', group, keys: 'm', scope: 'list' },
  { id: 'conflicts.apply', label: 'Settle the conflict and open the next', group, keys: 'Ctrl+Enter', scope: 'global' },
  { id: 'conflicts.skip', label: 'Skip the conflict', group, keys: 'z', scope: 'list' },
  { id: 'conflicts.snooze', label: 'Put the conflict off for an hour', group, keys: 'Shift+Z', scope: 'list' },
  { id: 'conflicts.dismiss', label: 'Dismiss the conflict: the document stays as it is', group, scope: 'global' },
  { id: 'conflicts.bulk', label: 'Settle the selected conflicts in one way…', group, keys: 'Ctrl+Shift+Enter', scope: 'global' },
  { id: 'conflicts.sort-in', label: 'Take new conflicts into the list', group, keys: 'n', scope: 'list' },
  { id: 'conflicts.filter', label: 'Filter the conflicts by key', group, keys: '/', scope: 'global' },
  { id: 'conflicts.ticket', label: 'File a ticket about the conflict…', group, keys: 't', scope: 'list' },
  { id: 'conflicts.copy', label: 'Copy the id of the conflict', group, keys: 'c i', scope: 'list' },
]
