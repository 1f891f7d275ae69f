import type { Caller } from './calls/caller.ts'
import { adminRules } from './schemas/index.ts'
import type { AdminArgs, AdminCommandName, AdminEvents, AdminResult } from './commands.ts'

/** The administration of one engine, for any surface. Every call is checked: permission, size, shape. */
export interface AdminService {
  /** Rejects with `SrvraError`s only, unless something unforeseen happens. */
  call<Name extends AdminCommandName>(command: Name, args: unknown, caller: Caller): Promise<AdminResult<Name>>
  /** Tells what `caller` may see; absent: everything. */
  on<Name extends keyof AdminEvents>(event: Name, handler: (payload: AdminEvents[Name]) => void, caller?: Caller): () => void
  /** Cancels the tasks that run, waits for them, and lets go of everything. The engine itself stays open. */
  close(): Promise<void>
}

/** Answers one command; what it is given has passed the gate. */
export type AdminHandler<Name extends AdminCommandName> = (
  args: AdminArgs<Name>,
  caller: Caller,
) => AdminResult<Name> | Promise<AdminResult<Name>>

/** The implementation of the contract: a missing or wrong handler does not compile. */
export type AdminHandlers = { readonly [Name in AdminCommandName]: AdminHandler<Name> }

export function isAdminCommand(name: string): name is AdminCommandName {
  return Object.hasOwn(adminRules, name)
}
