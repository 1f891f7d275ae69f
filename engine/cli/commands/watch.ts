import { Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { formatInstant } from '../../core/query/index.ts'
import type { SrvraDataSync } from '../../srvra-data-sync.ts'
import type { StateUpdate } from '../../state/state-update.ts'
import type { CommandContext } from '../command-context.ts'
import { addHubOptions, hubConnection } from '../hub-connection.ts'
import type { HubFlags } from '../hub-connection.ts'
import { joinHub } from '../join-hub.ts'
import { parseCount } from '../parse-arguments.ts'
import { Watcher } from '../watcher.ts'

interface WatchFlags extends HubFlags {
  readonly existing?: boolean
  readonly count?: string
}

const SHOWN_CHARACTERS = 160

export function watchCommand(context: CommandContext): Command {
  const command = new Command('watch')
    .summary('print changes of a hub as they happen')
    .description(
      'Connect to a hub and print every change of the keys that match, until Ctrl+C. When the hub goes, it waits for its return.',
    )
    .argument('<patterns...>', "keys, such as 'cities/AD/*' or '**'")
    .option('--existing', 'print what is there already, first')
    .option('--count <n>', 'end after so many changes')
    .addHelpText('after', HELP)
  return addHubOptions(command).action(async (patterns: string[], flags: WatchFlags) => {
    const count = flags.count === undefined ? Number.POSITIVE_INFINITY : parseCount(flags.count, 'A count', 1)
    const connection = hubConnection(flags, context.env)
    const engine = await joinHub(connection, { subscribe: patterns, replicaName: 'srvra watch', historySize: 1 })
    try {
      await watch(context, engine, connection.url, count, flags.existing === true)
    } finally {
      await engine.close()
    }
  })
}

async function watch(
  { out, signal }: CommandContext,
  engine: SrvraDataSync,
  url: string,
  count: number,
  existing: boolean,
): Promise<void> {
  const watcher = new Watcher(engine, signal, {
    count,
    existing,
    onChange: (update, version) => {
      if (out.json) out.event(changeView(update, version))
      else out.line(changeText(update, version))
      return out.full ? out.drain() : undefined
    },
    onAway: () => out.note(`No connection with ${url}; trying again until it is there.`),
    onBack: () => out.note(`Connected with ${url} again.`),
  })
  const documents = await watcher.begin()
  if (documents !== undefined)
    out.note(`Watching ${engine.options.subscribe.join(' ')} at ${url}: ${countOf(documents, 'document')}. Ctrl+C ends it.`)
  await watcher.ended
}

/** As a change is told with --json; the version is the hub's. */
function changeView({ key, kind, deleted, value, actor, at, opId, reason, cause, metadata }: StateUpdate, version: number): object {
  return { key, version, kind, deleted, at: formatInstant(at), actor, opId, reason, cause, metadata, value: value ?? null }
}

function changeText({ key, kind, deleted, value, actor, at, reason }: StateUpdate, version: number): string {
  const text = deleted ? '' : JSON.stringify(value)
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
  const why = reason === undefined ? '' : ` (${reason})`
  return `${formatInstant(at)}  ${key}  v${version}  ${kind} by ${actor}${why}  ${shown}`.trimEnd()
}

const HELP = `
Examples:
  srvra watch 'cities/**'
  srvra watch 'cities/**' --existing --json | jq .key
  srvra watch '**' --connect wss://hub.example --token-file token.txt

With --json each line is one change: {"key","version","kind","deleted","at","actor","opId","metadata","value"}.
Who reads slowly sees the latest state of a key rather than every step to it.`
