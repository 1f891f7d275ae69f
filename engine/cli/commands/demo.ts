import { Command } from 'commander'
import { SrvraError } from '../../core/errors.ts'
import { SCENARIOS } from '../../fleet/scenarios/index.ts'
import type { FleetConfig, FleetReport } from '../../fleet/fleet-config.ts'
import type { CommandContext, CommonOptions } from '../command-context.ts'
import { parseCount } from '../parse-arguments.ts'
import { table } from '../table.ts'

interface DemoFlags extends CommonOptions {
  readonly replicas?: string
  readonly seconds: string
  readonly seed: string
  readonly connect?: string
  readonly token?: string
  readonly memory?: boolean
}

export function demoCommand(context: CommandContext): Command {
  return new Command('demo')
    .summary('play a fleet of replicas against a hub')
    .description(
      `Play a fleet of real replicas over real sockets, and check in the end that no acknowledged write is lost.\n\n${scenarios()}`,
    )
    .argument('<scenario>', Object.keys(SCENARIOS).join(', '))
    .option('--replicas <number>', 'how many replicas (default: what the scenario is about)')
    .option('--seconds <number>', 'how long they act', '30')
    .option('--seed <number>', 'decides what everybody does', '1')
    .option('--connect <url>', 'a hub to play against (default: one of its own, which goes with it)')
    .option('--token <token>', 'what is shown to that hub (default: $SRVRA_TOKEN)')
    .option('--memory', "keep the replicas' stores in memory (default beyond a hundred replicas)")
    .addHelpText(
      'after',
      '\nExamples:\n  srvra demo inventory\n  srvra demo iot --replicas 1000 --seconds 60 --json\n  srvra demo clinic --connect ws://127.0.0.1:7420 --token secret',
    )
    .action(async (scenario: string, flags: DemoFlags) => {
      const { runFleet } = await import('../../fleet/run-fleet.ts')
      const report = await runFleet(configOf(scenario, flags, context), context.signal)
      for (const line of table(readable(report))) context.out.line(line)
      context.out.answer(report)
      if (report.lost > 0 || !report.digestsEqual)
        throw new SrvraError(
          'E_DEMO',
          `${report.lost} acknowledged writes are lost, and the replicas ${report.digestsEqual ? 'are' : 'are not'} equal: this is a fault of the engine.`,
        )
    })
}

function configOf(scenario: string, flags: DemoFlags, { env, out }: CommandContext): FleetConfig {
  const token = flags.token ?? env['SRVRA_TOKEN']
  return {
    scenario,
    seconds: parseCount(flags.seconds, 'A number of seconds'),
    seed: parseCount(flags.seed, 'A seed'),
    ...(flags.replicas === undefined ? {} : { replicas: parseCount(flags.replicas, 'A number of replicas') }),
    ...(flags.connect === undefined ? {} : { connect: { url: flags.connect, ...(token === undefined ? {} : { token }) } }),
    ...(flags.memory ? { storage: 'memory' } : {}),
    onProgress: ({ online, replicas, written, acknowledged }) =>
      out.note(`${online} of ${replicas} online, ${written} written, ${acknowledged} acknowledged`),
  }
}

function scenarios(): string {
  return Object.values(SCENARIOS)
    .map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`)
    .join('\n')
}

function readable(report: FleetReport): readonly (readonly [string, string])[] {
  return [
    ['scenario', `${report.scenario}, ${report.replicas} replicas, seed ${report.seed}`],
    ['acknowledged', String(report.acknowledged)],
    ['lost', String(report.lost)],
    ['merged', String(report.merged)],
    ['conflicts', `${report.conflicts} (they wait at the hub)`],
    ['rejected', String(report.rejected)],
    ['answered in', `${report.p50Ms} ms (half of all), ${report.p99Ms} ms (99 of 100)`],
    ['digests', report.digestsEqual ? 'equal everywhere' : 'NOT EQUAL'],
  ]
}
