import { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { connectionOptions, nodeOptions, synchronized } from '../connection.ts'
import type { ConnectionFlags } from '../connection.ts'
import { readText } from '../read-text.ts'
import { table } from '../table.ts'

/** A key that nobody has: what is asked of the hub is how it is, not what it holds. */
const NOTHING = 'srvra/status/nothing'

export function statusCommand(context: CommandContext): Command {
  const command = new Command('status')
    .summary('ask a hub how it is')
    .description('Connect to a hub as a replica would, and print who it is, where its log stands, and how long it takes to answer.')
    .addHelpText('after', '\nExample:\n  srvra status --connect ws://127.0.0.1:7420')
  return connectionOptions(command).action(async (flags: ConnectionFlags) => {
    const { SrvraDataSync } = await import('../../srvra-data-sync.ts')
    const began = performance.now()
    const engine = new SrvraDataSync({ ...nodeOptions(flags, context.env, readText), subscribe: [NOTHING], replicaName: 'srvra status' })
    try {
      await synchronized(engine, context.signal)
      const connectedMs = Math.round(performance.now() - began)
      const asked = performance.now()
      await engine.sync()
      const answerMs = Math.round((performance.now() - asked) * 10) / 10
      const status = { url: flags.connect, ...engine.replica?.hubStatus(), connectedMs, answerMs }
      for (const line of table(readable(status))) context.out.line(line)
      context.out.answer(status)
    } finally {
      await engine.close()
    }
  })
}

function readable(status: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return Object.entries(status).map(([name, value]) => [WORDS[name] ?? name, `${String(value)}${name.endsWith('Ms') ? ' ms' : ''}`])
}

const WORDS: Readonly<Record<string, string>> = {
  url: 'hub',
  hub: 'store',
  epoch: 'epoch',
  position: 'position',
  identity: 'known there as',
  connectedMs: 'connected in',
  answerMs: 'answers in',
}
