import { Command } from 'commander'
import { SrvraError } from '../../core/errors.ts'
import { parseJson } from '../../core/json/index.ts'
import { PRIORITIES } from '../../state/priority-order.ts'
import type { Priority } from '../../core/log/change.ts'
import type { SyncOutcome } from '../../state/state-update.ts'
import type { CommandContext } from '../command-context.ts'
import { connectionOptions, nodeOptions, synchronized } from '../connection.ts'
import type { ConnectionFlags } from '../connection.ts'
import { parseKey } from '../parse-arguments.ts'
import { readInput } from '../read-input.ts'
import { readText } from '../read-text.ts'

interface PushFlags extends ConnectionFlags {
  readonly reason?: string
  readonly priority?: string
}

export function pushCommand(context: CommandContext): Command {
  const command = new Command('push')
    .summary('write a document at a hub')
    .description('Write a document at a hub and say what became of it: committed, merged, a conflict that waits, or rejected.')
    .argument('<key>', 'such as settings/theme')
    .argument('<json>', "the value as JSON, '@file' to read it from a file, '-' from standard input")
    .option('--reason <text>', 'why, for the history')
    .option('--priority <lane>', `${PRIORITIES.join(', ')} (default: normal)`)
    .addHelpText('after', '\nExample:\n  srvra push settings/theme \'"dark"\' --connect ws://127.0.0.1:7420')
  return connectionOptions(command).action(async (argument: string, json: string, flags: PushFlags) => {
    const key = parseKey(argument)
    const value = parseJson(await readInput(json, context.stdin))
    const { SrvraDataSync } = await import('../../srvra-data-sync.ts')
    const engine = new SrvraDataSync({ ...nodeOptions(flags, context.env, readText), subscribe: [key.replace(/[\\*]/g, '\\$&')], replicaName: 'srvra push' })
    try {
      await synchronized(engine, context.signal)
      const update = engine.setState(key, value, { priority: laneOf(flags.priority), ...(flags.reason === undefined ? {} : { reason: flags.reason }) })
      await synchronized(engine, context.signal)
      const outcome = await update.synced
      context.out.line(sentence(key, outcome, update.changed))
      context.out.answer({ key, changed: update.changed, ...outcome })
      if (outcome.outcome === 'rejected') throw new SrvraError(outcome.code, outcome.message, { key })
      if (outcome.outcome === 'conflict') process.exitCode = 1
    } finally {
      await engine.close()
    }
  })
}

function laneOf(name: string | undefined): Priority {
  const lane = PRIORITIES.find((priority) => priority === (name ?? 'normal'))
  if (lane) return lane
  throw new SrvraError('E_USAGE', `There is no lane '${name ?? ''}'; there are ${PRIORITIES.join(', ')}.`)
}

function sentence(key: string, outcome: SyncOutcome, changed: boolean): string {
  switch (outcome.outcome) {
    case 'committed':
      return changed ? `${key} is at version ${outcome.version}.` : `${key} holds that value already.`
    case 'merged':
      return `${key} is at version ${outcome.version}, merged with what others had changed.`
    case 'conflict':
      return `${key} was changed by others, too: the conflict ${outcome.conflict} waits for a decision (${outcome.reason}).`
    case 'rejected':
      return `${key} was not written.`
  }
}
