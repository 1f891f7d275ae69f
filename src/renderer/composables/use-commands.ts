import { onScopeDispose } from 'vue'

import type { CommandHandler } from '../commands/command.ts'
import { useCommandRegistry } from '../stores/commands.ts'

/** Brings the handlers of commands for as long as the component lives; their ids are declared in the view's commands. */
export function useCommands(handlers: Readonly<Record<string, CommandHandler>>): void {
  const registry = useCommandRegistry()
  const removals = Object.entries(handlers).map(([id, handler]) => registry.handle(id, handler))
  onScopeDispose(() => removals.forEach((remove) => remove()))
}
