import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Merge rules'

export const rulesCommands: readonly CommandDefinition[] = [
  { id: 'rules.edit', label: 'Edit the rules', group, keys: 'e', scope: 'global' },
  { id: 'rules.suggestions', label: 'Show suggested rules', group, keys: 's', scope: 'global' },
  { id: 'rules.take', label: 'Take the first suggested rule into the draft', group, keys: 't', scope: 'global' },
  { id: 'rules.what-if', label: 'Replay past decisions under the draft', group, keys: 'w', scope: 'global' },
  { id: 'rules.try', label: 'Try the draft on a conflict', group, keys: 'v', scope: 'global' },
  { id: 'rules.versions', label: 'Show earlier rule sets', group, keys: 'h', scope: 'global' },
  { id: 'rules.review', label: 'Review the draft and put it into force', group, keys: 'Ctrl+S', scope: 'global' },
  { id: 'rules.discard', label: 'Discard the draft of the rules', group, scope: 'global' },
]
