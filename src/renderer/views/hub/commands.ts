import type { CommandDefinition } from '../../commands/command.ts'

const group = 'Hub'

export const hubCommands: readonly CommandDefinition[] = [
  { id: 'hub.connect', label: 'Connect an app', group, scope: 'global' },
  { id: 'demo.run', label: 'Run a demo', group, scope: 'global' },
  { id: 'demo.stop', label: 'Stop the demo', group, scope: 'global' },
]
