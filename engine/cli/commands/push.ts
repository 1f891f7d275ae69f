import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { parseJson } from '../../core/json/index.ts'
import type { Priority } from '../../core/log/change.ts'
import { PRIORITIES } from '../../state/priority-order.ts'
import type { CommandContext } from '../command-context.ts'
import { addHubOptions, hubConnection } from '../hub-connection.ts'
import type { HubFlags } from '../hub-connection.ts'
import { joinHub } from '../join-hub.ts'
import { parseKey, usageError } from '../parse-arguments.ts'
import { parseWait } from '../parse-wait.ts'
import { OFFLINE, prepareOutbox } from '../push-outbox.ts'
import { keepInOutbox, pushWrite } from '../push-write.ts'
import type { PushedWrite, PushResult } from '../push-write.ts'
import { readInput } from '../read-input.ts'
import { tellPush } from '../tell-push.ts'

interface PushFlags extends HubFlags {
  readonly delete?: boolean
  readonly offline?: boolean
  readonly reason?: string
  readonly priority: Priority
  readonly timeout: string
}

export function pushCommand(context: CommandContext): Command {
  const command = new Command('push')
    .summary('write a document at a hub')
    .description('Write a document at a hub, and say what became of it: committed, merged, a conflict that waits, or rejected.')
    .argument('[key]', 'such as settings/theme; without it, what waits in the outbox of --data is sent')
    .argument('[json]', "the value as JSON, '@file' to read it from a file, '-' from standard input")
    .option('--data <dir>', 'folder of an outbox that outlives this command (default: none, in memory)')
    .option('--delete', 'delete the document')
    .option('--offline', 'write into the outbox of --data, and send it later')
    .option('--reason <text>', 'why, for the history')
    .addOption(new Option('--priority <lane>', 'the lane that it travels in').choices(PRIORITIES).default('normal'))
    .option('--timeout <time>', 'how long to wait for the hub, such as 500ms or 2m', '30s')
    .addHelpText('after', HELP)
  return addHubOptions(command).action(async (key: string | undefined, json: string | undefined, flags: PushFlags) => {
    tellPush(context.out, await push(context, await parseWrite(context, key, json, flags), flags))
  })
}

async function push({ env, signal }: CommandContext, write: PushedWrite | undefined, flags: PushFlags): Promise<PushResult> {
  const timeoutMs = parseWait(flags.timeout)
  const dir = flags.data === undefined ? undefined : resolve(flags.data)
  const engine = await joinHub(hubConnection(flags, env), {
    storage: dir === undefined ? 'memory' : { dir },
    replicaName: 'srvra push',
    ...(flags.offline === true ? { transport: OFFLINE } : {}),
  })
  try {
    prepareOutbox(engine, dir, write?.key)
    if (flags.offline === true && write) return await keepInOutbox(engine, write)
    return await pushWrite(engine, write, { timeoutMs, signal, dir })
  } finally {
    await engine.close()
  }
}

async function parseWrite(
  { stdin }: CommandContext,
  key: string | undefined,
  json: string | undefined,
  flags: PushFlags,
): Promise<PushedWrite | undefined> {
  const { data, offline, delete: deletes = false, priority, reason } = flags
  if (offline === true && data === undefined) throw usageError('--offline keeps the write in a folder: name it with --data.')
  if (key === undefined && data !== undefined && offline !== true && !deletes) return undefined
  if (key === undefined) throw usageError('Say what to write: srvra push KEY JSON.')
  if (deletes === (json !== undefined)) throw usageError('Give either a value or --delete.')
  const value = json === undefined ? undefined : parseJson(await readInput(json, stdin))
  return { key: parseKey(key), value, options: { priority, ...(reason === undefined ? {} : { reason }) } }
}

const HELP = `
Examples:
  srvra push settings/theme '"dark"'
  srvra push cities/XX/1 @city.json --connect wss://hub.example --token-file token.txt --reason 'new name'
  srvra push readings/7 - --data ./outbox --offline < reading.json
  srvra push --data ./outbox

With --data the write is on the disk before it is sent, and waits there until the hub has answered. SRVRA_DATA is not
asked: a folder that serves as outbox belongs to the hub that it was first used with.`
