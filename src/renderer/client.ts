import type { Answer, Args, CommandName, EventName, Events, Failure, Result } from '../shared/contract.ts'

const outside: Failure = {
  code: 'E_BRIDGE',
  message: 'This page runs outside the console, so there is no engine to ask. Start the console with `npm start`.',
  details: {},
}

/** Asks the engine. Never throws: a failure, also of the channel itself, comes as a `Result`. Called by stores only. */
export async function call<Name extends CommandName>(command: Name, args: Args<Name>): Promise<Result<Answer<Name>>> {
  if (!window.srvra) return { ok: false, error: outside }
  try {
    return await window.srvra.call(command, args)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ok: false, error: { code: 'E_CHANNEL', message: `The console lost its engine: ${message}`, details: { command } } }
  }
}

/** Subscribes to what the engine tells on its own; returns the unsubscribe. */
export function on<Name extends EventName>(event: Name, handler: (payload: Events[Name]) => void): () => void {
  return window.srvra ? window.srvra.on(event, handler) : () => {}
}
