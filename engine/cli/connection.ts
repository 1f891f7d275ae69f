import type { Command } from 'commander'
import { SrvraError } from '../core/errors.ts'
import type { SrvraDataSync } from '../srvra-data-sync.ts'
import type { SyncOptions } from '../sync-options.ts'
import type { CommonOptions } from './command-context.ts'

/** Flags of commands that talk to a hub. */
export interface ConnectionFlags extends CommonOptions {
  readonly connect: string
  readonly token?: string
  readonly ca?: string
}

/** So long somebody at a terminal waits for a hub. */
const PATIENCE_MS = 15_000

export function connectionOptions(command: Command): Command {
  return command
    .requiredOption('--connect <url>', 'the hub, such as ws://127.0.0.1:7420 or wss://hub.example')
    .option('--token <token>', 'what is shown to the hub (default: $SRVRA_TOKEN)')
    .option('--ca <file>', 'certificate (PEM) of an authority to trust beside the system’s')
}

/** The engine's options for a hub that flags name. */
export function nodeOptions(flags: ConnectionFlags, env: Readonly<Record<string, string | undefined>>, readText: (file: string) => string): SyncOptions {
  const token = flags.token ?? env['SRVRA_TOKEN']
  return {
    nodes: [flags.connect],
    ...(token === undefined || token === '' ? {} : { token }),
    ...(flags.ca === undefined ? {} : { ca: readText(flags.ca) }),
  }
}

/** Resolves when the engine has what its hub has. Rejects with what the hub says against it, and E_UNREACHABLE after a while. */
export async function synchronized(engine: SrvraDataSync, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<never>((_resolve, reject) => {
    const unreachable = (): void => {
      reject(new SrvraError('E_UNREACHABLE', `Nobody answers at ${engine.options.nodes.join(', ')}: is the hub running, and is this its address?`, { nodes: engine.options.nodes.join(', ') }))
    }
    timer = setTimeout(unreachable, PATIENCE_MS)
    engine.replica?.onState((state) => {
      if (state.status === 'OFFLINE' && state.reason === 'unreachable') unreachable()
    })
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  try {
    await Promise.race([engine.sync({ immediate: true }), patience])
  } finally {
    clearTimeout(timer)
  }
}
