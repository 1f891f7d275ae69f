import type { CommandDefinition, OwnedDefinition } from './commands/command.ts'
import { frameCommands, listCommands } from './commands/frame-commands.ts'
import { hosts, views } from './views.ts'

const goTo: readonly CommandDefinition[] = views.map(({ id, title, keys }) => ({
  id: `go.${id}`,
  label: `Go to ${title}`,
  group: 'Go to',
  keys,
  scope: 'global',
}))

const always = [...frameCommands, ...goTo, ...hosts.flatMap(({ commands }) => commands), ...listCommands]

/** What the console can do, in the order of the help. */
export const allCommands: readonly OwnedDefinition[] = [
  ...always.map((definition) => ({ definition, view: undefined })),
  ...views.flatMap(({ id, commands = [] }) => commands.map((definition) => ({ definition, view: id }))),
]
