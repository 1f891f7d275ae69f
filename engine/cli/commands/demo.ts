import { resolve } from 'node:path'
import { Argument, Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import type { FleetConfig, FleetProgress, FleetReport } from '../../fleet/fleet-config.ts'
import { SCENARIOS } from '../../fleet/scenarios/index.ts'
import type { CommandContext } from '../command-context.ts'
import { EXIT } from '../exit-codes.ts'
import { addHubOptions, hubConnection } from '../hub-connection.ts'
import type { HubFlags } from '../hub-connection.ts'
import { LiveRows } from '../live-rows.ts'
import { parseCount, usageError } from '../parse-arguments.ts'
import { table } from '../table.ts'

interface DemoFlags extends HubFlags {
  readonly replicas?: string
  readonly seconds?: string
  readonly seed: string
  readonly memory?: boolean
}

/** Each replica is a connection and a store: more of them than this in one process says nothing any more. */
const MOST_REPLICAS = 10_000

export function demoCommand(context: CommandContext): Command {
  const command = new Command('demo')
    .summary('play a fleet of replicas, and check that nothing is lost')
    .description(
      'Play a fleet of real replicas over real sockets: they write as people and devices do, go offline, come back. At the end everybody finishes, and every write that the hub acknowledged is looked for.',
    )
    .addArgument(new Argument('<scenario>', 'what the fleet is about').choices(Object.keys(SCENARIOS)))
    .option('--replicas <n>', 'how many (default: what the scenario is about)')
    .option('--seconds <n>', 'how long they act (default: until Ctrl+C)')
    .option('--seed <n>', 'decides what everybody does', '1')
    .option('--data <dir>', 'folder in which the stores are kept (default: one that goes with the fleet)')
    .option('--memory', 'keep the stores of the replicas in memory (default beyond a hundred replicas)')
    .addHelpText('after', helpText())
  return addHubOptions(command, 'default: one of its own, which goes with it').action(
    async (scenario: string, flags: DemoFlags) => {
      const { runFleet } = await import('../../fleet/run-fleet.ts')
      const live = new LiveRows(context.out)
      try {
        const config = configOf(scenario, flags, context.env)
        const report = await runFleet({ ...config, onProgress: (progress) => live.show(progressRows(progress)) }, context.signal)
        live.clear()
        for (const line of table(reportRows(report))) context.out.line(line)
        context.out.answer(report)
        if (report.lost > 0 || !report.digestsEqual) process.exitCode = EXIT.refused
      } finally {
        live.clear()
      }
    },
  )
}

function configOf(scenario: string, flags: DemoFlags, env: CommandContext['env']): FleetConfig {
  const replicas = flags.replicas === undefined ? undefined : parseCount(flags.replicas, 'A number of replicas', 1)
  if (replicas !== undefined && replicas > MOST_REPLICAS) throw usageError(`A fleet has ${MOST_REPLICAS} replicas at the most.`)
  return {
    scenario,
    seed: parseCount(flags.seed, 'A seed'),
    ...(replicas === undefined ? {} : { replicas }),
    ...(flags.seconds === undefined ? {} : { seconds: parseCount(flags.seconds, 'A number of seconds', 1) }),
    ...(flags.connect === undefined ? {} : { connect: hubConnection(flags, env) }),
    ...(flags.data === undefined ? {} : { dir: resolve(flags.data) }),
    ...(flags.memory === true ? { storage: 'memory' } : {}),
  }
}

type Row = readonly [string, string]

function progressRows(progress: FleetProgress): readonly Row[] {
  const { elapsedMs, online, replicas, acknowledged, merged, conflicts, rejected, waiting, p50Ms, p99Ms } = progress
  const perSecond = Math.round(acknowledged / Math.max(1, elapsedMs / 1000))
  return [
    ['online', `${number(online)} of ${number(replicas)}`],
    ['acknowledged', `${number(acknowledged)}, ${number(perSecond)} a second, ${number(merged)} merged`],
    ['waiting', number(waiting)],
    ['conflicts', `${number(conflicts)}, and ${number(rejected)} rejected`],
    ['answered in', `${p50Ms} ms (half of all), ${p99Ms} ms (99 of 100)`],
    ['time', `${Math.round(elapsedMs / 1000)} s; Ctrl+C ends it`],
  ]
}

function reportRows(report: FleetReport): readonly Row[] {
  const { scenario, replicas, seed, seconds, acknowledged, lost, merged, conflicts, rejected, waiting, p50Ms, p99Ms } = report
  return [
    ['fleet', `${scenario}: ${countOf(replicas, 'replica')}, seed ${seed}, ${seconds} s`],
    ['acknowledged', `${number(acknowledged)}, of them ${number(merged)} merged`],
    ['lost', lost === 0 ? 'none' : `${number(lost)}: this is a fault of the hub`],
    ['conflicts', conflicts === 0 ? 'none' : `${number(conflicts)}, kept at the hub for a person to decide`],
    ['rejected', rejected === 0 ? 'none' : number(rejected)],
    ['unanswered', waiting === 0 ? 'none' : `${number(waiting)}, in the outboxes of the replicas`],
    ['answered in', `${p50Ms} ms (half of all), ${p99Ms} ms (99 of 100)`],
    [
      'digests',
      report.digestsEqual ? 'equal: every replica holds what the hub holds' : 'NOT equal, or not all could be compared in time',
    ],
  ]
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}

function helpText(): string {
  const width = Math.max(...Object.keys(SCENARIOS).map((name) => name.length))
  const scenarios = Object.values(SCENARIOS).map(
    ({ name, defaultReplicas, summary }) => `  ${name.padEnd(width)}  ${defaultReplicas}: ${summary}`,
  )
  return `
Scenarios, with how many replicas they have unless you say otherwise:
${scenarios.join('\n')}

Examples:
  srvra demo inventory
  srvra demo iot --seconds 60 --json
  srvra demo clinic --connect ws://127.0.0.1:7420 --token-file token.txt --data ./wards

With --data the stores of the replicas are kept, and a fleet that is started again goes on with them. The same seed gives
the same deeds; how they meet is up to the network. Exit code 1 when a write is lost or digests differ.`
}
