import type { CommandDefinition } from './command.ts'

const frame = 'Console'
const list = 'Lists and tables'

export const frameCommands: readonly CommandDefinition[] = [
  { id: 'palette.open', label: 'Search keys and commands', group: frame, keys: 'Ctrl+K', scope: 'global', palette: false },
  { id: 'help.open', label: 'Show keyboard shortcuts', group: frame, keys: '?', scope: 'global' },
  { id: 'inspector.toggle', label: 'Show or hide the inspector', group: frame, keys: 'i', scope: 'global' },
  { id: 'rail.toggle', label: 'Widen or narrow the navigation', group: frame, keys: 'Ctrl+B', scope: 'global' },
  { id: 'region.next', label: 'Go to the next region', group: frame, keys: 'F6', scope: 'global', palette: false },
  { id: 'region.previous', label: 'Go to the previous region', group: frame, keys: 'Shift+F6', scope: 'global', palette: false },
  {
    id: 'layer.close',
    label: 'Close the topmost layer',
    group: frame,
    keys: 'Escape',
    scope: 'global',
    palette: false,
    fixed: true,
  },
  { id: 'edit.undo', label: 'Undo the last change', group: frame, keys: 'Ctrl+Z', scope: 'global' },
  { id: 'tasks.open', label: 'Show tasks', group: frame, scope: 'global' },
  { id: 'notices.open', label: 'Show notices', group: frame, scope: 'global' },
  { id: 'theme.dark', label: 'Use the dark theme', group: frame, scope: 'global' },
  { id: 'theme.light', label: 'Use the light theme', group: frame, scope: 'global' },
  { id: 'theme.system', label: 'Use the system’s theme', group: frame, scope: 'global' },
  { id: 'density.comfortable', label: 'Use comfortable density', group: frame, scope: 'global' },
  { id: 'density.default', label: 'Use default density', group: frame, scope: 'global' },
  { id: 'density.compact', label: 'Use compact density', group: frame, scope: 'global' },
  { id: 'time.utc', label: 'Show times in UTC or local', group: frame, scope: 'global' },
  { id: 'gallery.open', label: 'Open the component gallery', group: frame, scope: 'global' },
]

export const listCommands: readonly CommandDefinition[] = [
  { id: 'list.next', label: 'Next row', group: list, keys: 'j', scope: 'list', palette: false },
  { id: 'list.previous', label: 'Previous row', group: list, keys: 'k', scope: 'list', palette: false },
  { id: 'list.toggle', label: 'Select the row', group: list, keys: 'x', scope: 'list', palette: false },
  fixed('list.arrows', 'Move by a row', 'ArrowUp ArrowDown'),
  fixed('list.range', 'Select a range', 'Shift+ArrowDown'),
  fixed('list.ends', 'First and last row', 'Home End'),
  fixed('list.pages', 'Move by a page', 'PageUp PageDown'),
  fixed('list.open', 'Open the row', 'Enter'),
  fixed('list.peek', 'Peek at the row', 'Space'),
  fixed('list.all', 'Select what is loaded; again: all', 'Ctrl+A'),
  fixed('list.menu', 'Open the row’s menu', 'Shift+F10'),
  fixed('tree.open', 'Open or close a branch', 'ArrowRight ArrowLeft'),
]

function fixed(id: string, label: string, keys: string): CommandDefinition {
  return { id, label, group: list, keys, scope: 'list', palette: false, fixed: true }
}
