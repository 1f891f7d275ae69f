import { Command } from 'commander'
import { formatInstant } from '../../core/query/index.ts'
import type { StateUpdate } from '../../state/state-update.ts'
import type { CommandContext } from '../command-context.ts'
import { connectionOptions, nodeOptions, synchronized } from '../connection.ts'
import type { ConnectionFlags } from '../connection.ts'
import { readText } from '../read-text.ts'

interface WatchFlags extends ConnectionFlags {
  readonly existing?: boolean
}

const SHOWN_CHARACTERS = 120

export function watchCommand(context: CommandContext): Command {
  const command = new Command('watch')
    .summary('print changes of a hub as they happen')
    .description('Connect to a hub and print every change of the keys that match, until Ctrl+C. With --json each line is one change.')
    .argument('<pattern>', "keys, such as 'cities/AD/*' or '**'")
    .option('--existing', 'print what is there already, first')
    .addHelpText('after', "\nExample:\n  srvra watch 'inventory/**' --connect ws://127.0.0.1:7420")
  return connectionOptions(command).action(async (pattern: string, flags: WatchFlags) => {
    const { SrvraDataSync } = await import('../../srvra-data-sync.ts')
    const engine = new SrvraDataSync({ ...nodeOptions(flags, context.env, readText), subscribe: [pattern], replicaName: 'srvra watch', historySize: 1 })
    try {
      if (flags.existing) engine.stateManager.subscribe('**', (_value, update) => tell(context, update))
      await synchronized(engine, context.signal)
      if (!flags.existing) engine.stateManager.subscribe('**', (_value, update) => tell(context, update))
      context.out.note(`Connected to ${flags.connect}. Ctrl+C ends it.`)
      await new Promise<void>((resolve) => {
        context.signal.addEventListener('abort', () => resolve(), { once: true })
      })
    } finally {
      await engine.close()
    }
  })
}

function tell({ out }: CommandContext, { key, version, kind, deleted, value, actor, at, reason }: StateUpdate): void {
  if (out.json) {
    out.raw(`${JSON.stringify({ key, kind, deleted, value: value ?? null, actor, at: formatInstant(at), ...(reason === undefined ? {} : { reason }) })}\n`)
    return
  }
  const text = deleted ? '(deleted)' : JSON.stringify(value)
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
  out.line(`${formatInstant(at)}  ${key}  v${version}  ${actor}  ${shown}`)
}
