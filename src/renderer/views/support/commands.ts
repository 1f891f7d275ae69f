import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Support'

export const supportCommands: readonly CommandDefinition[] = [
  { id: 'support.search', label: 'Search the tickets', group, keys: '/', scope: 'global' },
  { id: 'support.new', label: 'File a ticket…', group, keys: 'n', scope: 'list' },
  { id: 'support.comment', label: 'Write a comment', group, keys: 'm', scope: 'list' },
  { id: 'support.wait', label: 'Have the ticket wait for the requester', group, keys: 'w', scope: 'list' },
  { id: 'support.resume', label: 'Resume the ticket', group, keys: 'u', scope: 'list' },
  { id: 'support.resolve', label: 'Resolve the ticket', group, keys: 'r', scope: 'list' },
  { id: 'support.close', label: 'Close the ticket', group, keys: 'Shift+C', scope: 'list' },
  { id: 'support.reopen', label: 'Reopen the ticket', group, keys: 'Shift+O', scope: 'list' },
  { id: 'support.send', label: 'Send the ticket to support', group, keys: 's', scope: 'list' },
  { id: 'support.bundle', label: 'Attach a diagnostics bundle…', group, keys: 'd', scope: 'list' },
  { id: 'support.attach', label: 'Attach a file…', group, keys: 'f', scope: 'list' },
  { id: 'support.markdown', label: 'Export the ticket as Markdown…', group, keys: 'e', scope: 'list' },
  { id: 'support.json', label: 'Export the ticket as JSON…', group, scope: 'global' },
  { id: 'support.endpoint', label: 'Choose where tickets go…', group, scope: 'global' },
]
