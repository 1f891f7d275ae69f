import { admitCall } from '../../../engine/admin/calls/admit-call.ts'
import type { Caller } from '../../../engine/admin/calls/caller.ts'
import type { LocalCommands } from '../../shared/contract.ts'
import { localRules } from './local-rules.ts'

/** The console's own commands, checked and ready to run: a missing one does not compile. */
export type LocalHandlers = {
  readonly [Name in keyof LocalCommands]: (
    args: Parameters<LocalCommands[Name]>[0],
  ) => ReturnType<LocalCommands[Name]> | Promise<ReturnType<LocalCommands[Name]>>
}

export function isLocalCommand(name: string): name is keyof LocalCommands {
  return Object.hasOwn(localRules, name)
}

/** True for what needs no permission, and does not depend on who works here. */
export function isForAnybody(name: keyof LocalCommands): boolean {
  return localRules[name].access === 'anybody' && !name.startsWith('session.') && name !== 'app.access'
}

/** For what anybody may ask. */
export const NOBODY: Caller = { actor: 'nobody', access: [], surface: 'console' }

/** Runs one of them. Throws what `admitCall` throws, and what the handler does. */
export function runLocal<Name extends keyof LocalCommands>(
  handlers: LocalHandlers,
  name: Name,
  args: unknown,
  caller: Caller,
): ReturnType<LocalHandlers[Name]> {
  const handler = handlers[name] as (args: Parameters<LocalCommands[Name]>[0]) => ReturnType<LocalHandlers[Name]>
  return handler(admitCall<Parameters<LocalCommands[Name]>[0]>(name, localRules[name], args, caller))
}
