import type { AdminService } from '../../engine/admin/admin-service.ts'
import type { AdminEvents } from '../../engine/admin/commands.ts'
import { toFailure } from '../../engine/admin/calls/to-failure.ts'
import type { People } from '../../engine/security/people.ts'
import { SrvraError } from '../../engine/core/errors.ts'
import type { HostState } from '../shared/contract.ts'

/** An engine that is open: its administration, and how to end both. */
export interface OpenEngine {
  readonly admin: AdminService
  readonly people: People
  close(): Promise<void>
}

/** Holds the console's engine. A store that can not be opened is a state to show, never a crash. */
export interface EngineHost {
  state(): HostState
  /** Opens the store, or tries again; does nothing when it is open. */
  open(): Promise<HostState>
  /** Throws E_ENGINE_UNAVAILABLE, with the reason, when the store could not be opened. */
  admin(): AdminService
  onState(handler: (state: HostState) => void): void
  /** Hears the engine, also one that is opened by a later try. */
  onEvent<Name extends keyof AdminEvents>(event: Name, handler: (payload: AdminEvents[Name]) => void): void
  /** Hears of every engine that is opened, and of its end (undefined). */
  onEngine(handler: (engine: OpenEngine | undefined) => void): void
  /** Closes the engine, has its store changed, and opens it anew, whatever came of it. */
  replace(change: () => void): Promise<HostState>
  close(): Promise<void>
}

export function createEngineHost(
  dataDir: string,
  openEngine: () => Promise<OpenEngine>,
  report: (error: unknown) => void,
): EngineHost {
  let engine: OpenEngine | undefined
  let state: HostState = failed(dataDir, new SrvraError('E_STORE_CLOSED', 'The store is not open yet.'), report)
  const handlers: ((state: HostState) => void)[] = []
  const followers: ((engine: OpenEngine | undefined) => void)[] = []

  const onEngine: EngineHost['onEngine'] = (handler) => {
    handler(engine)
    followers.push(handler)
  }

  const open = async (): Promise<HostState> => {
    if (engine !== undefined) return state
    try {
      engine = await openEngine()
      for (const follow of followers) follow(engine)
      state = { status: 'open', dataDir }
    } catch (error) {
      state = failed(dataDir, error, report)
    }
    for (const handler of handlers) handler(state)
    return state
  }

  const close = async (): Promise<void> => {
    const closing = engine
    engine = undefined
    if (closing) for (const follow of followers) follow(undefined)
    await closing?.close()
  }

  return {
    state: () => state,
    open,
    replace: async (change) => {
      // A replacement that was interrupted is finished, or never was, when the store is opened.
      await close().then(change).catch(report)
      return open()
    },
    admin: () => engine?.admin ?? refuse(state),
    onState: (handler) => void handlers.push(handler),
    onEvent: (event, handler) => onEngine((opened) => void opened?.admin.on(event, handler)),
    onEngine,
    close,
  }
}

function failed(dataDir: string, error: unknown, report: (error: unknown) => void): HostState {
  return { status: 'failed', dataDir, error: toFailure(error, report) }
}

function refuse(state: HostState): never {
  const why = state.status === 'failed' ? state.error : undefined
  throw new SrvraError('E_ENGINE_UNAVAILABLE', why?.message ?? 'The console is closing.', { reason: why?.code ?? null })
}
