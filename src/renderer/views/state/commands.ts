import type { CommandDefinition } from '../../commands/command.ts'

const group = 'State'
const document = 'Document'
const time = 'Time travel'

export const stateCommands: readonly CommandDefinition[] = [
  { id: 'state.filter', label: 'Filter the list', group, keys: '/', scope: 'global' },
  { id: 'state.refresh', label: 'Show what is new', group, keys: 'n', scope: 'list' },
  { id: 'state.new', label: 'New document', group, keys: 'Ctrl+Shift+N', scope: 'global' },
  { id: 'state.select-all', label: 'Select all that match', group, keys: 'Ctrl+Shift+A', scope: 'list' },
  { id: 'state.tag', label: 'Tag the selected documents', group, scope: 'global' },
  { id: 'state.delete', label: 'Delete the selected documents', group, keys: 'Ctrl+Delete', scope: 'list' },
  { id: 'state.export', label: 'Export the list or the selection', group, scope: 'global' },
  { id: 'state.roll-back', label: 'Roll back what is below a prefix', group, scope: 'global' },
  { id: 'state.tree', label: 'Show or hide the key tree', group, keys: 'Ctrl+Shift+E', scope: 'global' },

  { id: 'document.edit', label: 'Edit the document', group: document, keys: 'e', scope: 'list' },
  { id: 'document.review', label: 'Review what was edited', group: document, keys: 'Ctrl+S', scope: 'global' },
  { id: 'document.apply', label: 'Apply the reviewed edit', group: document, keys: 'Ctrl+Enter', scope: 'global' },
  { id: 'document.history', label: 'Show the history of the key', group: document, keys: 'h', scope: 'list' },
  { id: 'copy.json', label: 'Copy as JSON', group: document, keys: 'c j', scope: 'list' },
  { id: 'copy.key', label: 'Copy the key', group: document, keys: 'c k', scope: 'list' },
  { id: 'copy.path', label: 'Copy the path of the field', group: document, keys: 'c p', scope: 'list' },
  { id: 'copy.patch', label: 'Copy the last change as RFC 6902', group: document, keys: 'c r', scope: 'list' },
  { id: 'copy.command', label: 'Copy as srvra command', group: document, keys: 'c s', scope: 'list' },

  { id: 'time.open', label: 'Travel in time', group: time, keys: 't z', scope: 'global' },
  { id: 'time.back', label: 'To the change before', group: time, keys: 't ArrowLeft', scope: 'global' },
  { id: 'time.forth', label: 'To the change after', group: time, keys: 't ArrowRight', scope: 'global' },
  { id: 'time.now', label: 'Return to now', group: time, keys: 't l', scope: 'global' },
]
