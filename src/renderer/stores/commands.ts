import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import type { CommandDefinition, CommandHandler, OwnedDefinition } from '../commands/command.ts'
import { findKeyConflicts } from '../commands/conflicts.ts'
import { usesCharacterKey } from '../commands/keys.ts'
import { usePreferences } from './preferences.ts'

export interface Command extends CommandDefinition {
  /** The keys in force; empty when there are none or they are turned off. */
  readonly keys: string
  readonly defaultKeys: string
  readonly view: string | undefined
}

/** Every command of the console with its keys, and the handlers of those that can run now. */
export const useCommandRegistry = defineStore('commands', () => {
  const preferences = usePreferences()
  const definitions = shallowRef<readonly OwnedDefinition[]>([])
  const handlers = shallowRef<ReadonlyMap<string, readonly CommandHandler[]>>(new Map())

  const commands = computed<readonly Command[]>(() =>
    definitions.value.map(({ definition, view }) => {
      const defaultKeys = definition.keys ?? ''
      const chosen = preferences.current.shortcuts[definition.id] ?? defaultKeys
      const off = !definition.fixed && !preferences.current.singleLetterKeys && usesCharacterKey(chosen)
      return { ...definition, defaultKeys, keys: off ? '' : chosen, view }
    }),
  )
  const byId = computed(() => new Map(commands.value.map((command) => [command.id, command])))
  const available = computed(() => commands.value.filter(({ id }) => handlers.value.has(id)))
  const conflicts = computed(() => findKeyConflicts(commands.value.filter((command) => !command.fixed)))

  /** Called once, when the console is put together: the store must not know the views, which know it. */
  function define(all: readonly OwnedDefinition[]): void {
    definitions.value = all
  }

  /** The last one registered wins, so that what lies on top takes over while it is there. Returns the removal. */
  function handle(id: string, handler: CommandHandler): () => void {
    const add = new Map(handlers.value)
    handlers.value = add.set(id, [...(add.get(id) ?? []), handler])
    return () => {
      const rest = (handlers.value.get(id) ?? []).filter((other) => other !== handler)
      const left = new Map(handlers.value)
      if (rest.length > 0) left.set(id, rest)
      else left.delete(id)
      handlers.value = left
    }
  }

  /** False when nobody on screen can do it. */
  function run(id: string): boolean {
    const handler = handlers.value.get(id)?.at(-1)
    if (!handler) return false
    void handler()
    return true
  }

  function keysOf(id: string): string {
    return byId.value.get(id)?.keys ?? ''
  }

  return { commands, available, conflicts, define, handle, run, keysOf }
})
