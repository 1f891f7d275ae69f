import { Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { SrvraError } from '../../core/errors.ts'
import type { MergeRule } from '../../core/merge/index.ts'
import type { ListenOptions } from '../../open-hub.ts'
import type { RecoveryOptions } from '../../recovery/recovery-options.ts'
import { parseTargetText } from '../../recovery/target-text.ts'
import type { AuditOptions } from '../../security/audit/audit-options.ts'
import type { Hub } from '../../sync/hub/hub.ts'
import type { HubStatistics } from '../../sync/hub/hub-statistics.ts'
import type { ListenState } from '../../sync/hub/client-view.ts'
import type { CommandContext, CommonOptions, OpenStore } from '../command-context.ts'
import { DEFAULT_PORT } from '../hub-connection.ts'
import { parseAddress, parseCount, usageError } from '../parse-arguments.ts'
import { readRuleFile, useRules } from '../merge-rules.ts'
import { readText } from '../read-text.ts'
import { nameless, readTokenFile } from '../read-tokens.ts'
import type { NamedToken } from '../read-tokens.ts'
import { untilEnded } from '../until-ended.ts'

interface ServeFlags extends CommonOptions {
  readonly port: string
  readonly host: string
  readonly token?: string
  readonly tokenFile?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly insecure?: boolean
  readonly hostName?: readonly string[]
  readonly rules?: string
  readonly metrics?: string
  readonly backupTo?: readonly string[]
  readonly backupEvery: string
  readonly backupKeep: string
  readonly backupKey?: string
  readonly audit?: boolean
  readonly auditRetention?: string
  readonly auditHeads?: string
}

/** So long a hub that ends waits for its replicas to go elsewhere. */
const DRAIN_MS = 2000
const NO_TOKENS =
  'A hub that others can reach lets in who shows a token: issue one by srvra token create, or give it --token-file FILE or --token TEXT.'
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])

export function serveCommand(context: CommandContext): Command {
  return new Command('serve')
    .summary('run a hub that replicas connect to')
    .description('Run a hub on the store: replicas connect, write, and are told of every change. It goes on until Ctrl+C.')
    .option('--port <n>', '0 for any that is free', String(DEFAULT_PORT))
    .option('--host <address>', 'where to listen: 0.0.0.0 lets other machines connect, by TLS', '127.0.0.1')
    .option('--token <text>', 'what replicas must show (default: $SRVRA_TOKEN; without any, all of this machine are let in)')
    .option(
      '--token-file <file>',
      "a file with a token, or a name and a token, on each line; the name is the author of its replicas' changes",
    )
    .option('--tls-cert <file>', 'PEM file of the certificate')
    .option('--tls-key <file>', 'PEM file of its key')
    .option('--insecure', 'listen off this machine without TLS, because a proxy in front sees to it')
    .option('--host-name <names...>', 'names by which clients address this hub; * for any')
    .option('--rules <file>', 'JSON file of merge rules to put into force: a list of rules, or { "rules": [...] }')
    .option('--metrics <[host:]port>', 'serve /metrics to Prometheus there, by plain HTTP (host: 127.0.0.1; 0 for any free port)')
    .option('--backup-to <targets...>', 'back up to these folders or s3://BUCKET/PREFIX: all that happens, a second later')
    .option('--backup-every <duration>', 'how often the whole store is copied, too', '1hour')
    .option('--backup-keep <duration>', 'every instant this far back can be restored', '30days')
    .option('--backup-key <file>', 'the key that seals backups; made when it is not there (default: backup.key beside the store)')
    .option('--audit', 'put on record who does what; a store that is audited already is so without it')
    .option('--audit-retention <duration>', 'how long that is kept, such as 90days (default: for ever)')
    .option('--audit-heads <folder>', 'keep signed heads of the audit there, too: on another disk or machine')
    .addHelpText('after', HELP)
    .action(async (options: ServeFlags) => {
      const listen = listenOptions(options, context.env)
      const rules = options.rules === undefined ? undefined : readRuleFile(options.rules)
      const metrics = options.metrics === undefined ? undefined : parseAddress(options.metrics)
      const backups = backupOptions(options)
      const audit = auditOptions(options)
      await context.withStore('write', options, (store) => serve(context, store, { listen, rules, metrics, backups, audit }))
    })
}

/** What the flags come to. */
interface ServeSettings {
  readonly listen: ListenOptions
  readonly rules: readonly MergeRule[] | undefined
  readonly metrics: ReturnType<typeof parseAddress> | undefined
  readonly backups: RecoveryOptions | undefined
  readonly audit: Omit<AuditOptions, 'enabled'> | undefined
}

async function serve(
  { out, signal }: CommandContext,
  { engine, dir }: OpenStore,
  { listen, rules, metrics, backups, audit }: ServeSettings,
): Promise<void> {
  assertTokens(engine, listen)
  if (audit) engine.enableAudit(audit)
  const recovery = backups && engine.enableDisasterRecovery(backups)
  const measured = metrics && (await engine.monitoring.serve(metrics))
  const state = await engine.listen(listen)
  if (state.status !== 'listening') throw listenError(state, listen.port)
  const { url, port } = state
  const documents = engine.storage.statistics().documents
  if (rules && engine.mergeRules) out.line(useRules(engine.mergeRules, rules).text)
  out.line(`Listening on ${url}, with ${countOf(documents, 'document')} of ${dir}. Ctrl+C ends it.`)
  if (measured) out.line(`Metrics are at ${measured.url}.`)
  const backedUpTo = recovery?.status().targets.map(({ name }) => name)
  if (backedUpTo) out.line(`Backups go to ${backedUpTo.join(' and ')}.`)
  out.event({
    event: 'listening',
    url,
    port,
    dir,
    documents,
    pid: process.pid,
    ruleSet: engine.conflictResolver.rules.version,
    ...(measured ? { metrics: measured.url } : {}),
    ...(backedUpTo ? { backups: backedUpTo } : {}),
  })
  await untilEnded(signal)
  const statistics = await ended(engine)
  out.line(
    `Ended: ${countOf(statistics?.received.operations ?? 0, 'operation')} received, all that was acknowledged is on the disk.`,
  )
  out.answer({ event: 'ended', url, ...statistics })
}

/** Who can be reached must ask who is there. */
function assertTokens({ access }: OpenStore['engine'], { host = '127.0.0.1', tokens }: ListenOptions): void {
  if (tokens === undefined && access.unused && !LOOPBACK.has(host)) throw usageError(NO_TOKENS)
}

/** Lets replicas go first, then closes; what the hub did until then is answered. */
async function ended(engine: OpenStore['engine']): Promise<HubStatistics | undefined> {
  if (engine.hub) await drained(engine.hub)
  const statistics = engine.hub?.statistics()
  await engine.close()
  return statistics
}

/** C-14: replicas that have another node go there first; the others come back to whoever listens here next. */
async function drained(hub: Hub): Promise<void> {
  const draining = (): boolean => hub.clients().some(({ status }) => status === 'draining')
  hub.drain()
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(done, DRAIN_MS)
    const stop = hub.onClients(() => {
      if (!draining()) done()
    })
    if (!draining()) done()
  })
}

function listenOptions(options: ServeFlags, env: CommandContext['env']): ListenOptions {
  const { host, tlsCert, tlsKey, insecure, hostName } = options
  const port = parseCount(options.port, 'A port')
  if (port > 65_535) throw usageError(`A port is a whole number up to 65535, not '${options.port}'.`)
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw usageError('Give --tls-cert and --tls-key together.')
  const tokens = allTokens(options, env)
  return {
    port,
    host,
    ...(tlsCert === undefined || tlsKey === undefined ? {} : { tls: { cert: readText(tlsCert), key: readText(tlsKey) } }),
    ...(insecure === true ? { insecure } : {}),
    ...(hostName === undefined ? {} : { hosts: hostName }),
    ...(tokens.length === 0 ? {} : { tokens: Object.fromEntries(tokens.map(({ name, token }) => [token, { name }])) }),
  }
}

function backupOptions({ backupTo, backupEvery, backupKeep, backupKey }: ServeFlags): RecoveryOptions | undefined {
  return (
    backupTo && {
      targets: backupTo.map((text) => parseTargetText(text, process.cwd())),
      backupInterval: backupEvery,
      retention: backupKeep,
      ...(backupKey === undefined ? {} : { keyFile: backupKey }),
    }
  )
}

function auditOptions({ audit, auditRetention, auditHeads }: ServeFlags): Omit<AuditOptions, 'enabled'> | undefined {
  if (audit !== true && (auditRetention ?? auditHeads) !== undefined)
    throw usageError('Give --audit, too: what is to be kept must be written first.')
  return audit === true
    ? {
        ...(auditRetention === undefined ? {} : { retention: auditRetention }),
        ...(auditHeads === undefined ? {} : { headsTo: auditHeads }),
      }
    : undefined
}

function allTokens({ token, tokenFile }: ServeFlags, env: CommandContext['env']): readonly NamedToken[] {
  const given = token ?? (env['SRVRA_TOKEN'] || undefined)
  return [...(given === undefined ? [] : [nameless(given)]), ...(tokenFile === undefined ? [] : readTokenFile(tokenFile))]
}

function listenError(state: ListenState, port: number): SrvraError {
  if (state.status !== 'failed') return new SrvraError('E_LISTEN', 'The hub was told to stop before it listened.', { port })
  const { code } = state
  const hint =
    code === 'E_PORT_IN_USE'
      ? ' --port 0 takes any that is free.'
      : code === 'E_TLS_REQUIRED'
        ? ' (--tls-cert and --tls-key, or --insecure.)'
        : ''
  return new SrvraError(code, `${state.message}${hint}`, { port })
}

const HELP = `
Examples:
  srvra serve --data ./hub
  srvra serve --data ./hub --port 0 --json
  srvra serve --data ./hub --rules rules.json
  srvra serve --data ./hub --metrics 9464
  srvra serve --data ./hub --backup-to /mnt/backups --backup-key /safe/backup.key
  srvra serve --data ./hub --audit --audit-retention 90days --audit-heads /mnt/other/heads
  srvra serve --data ./hub --host 0.0.0.0 --tls-cert hub.pem --tls-key hub.key --token-file tokens.txt

On Ctrl+C or SIGTERM replicas are asked to go, connections end, and the store is closed; then it exits with 0.
With --json it prints {"event":"listening",...} when replicas can connect, and {"event":"ended",...} at the end.`
