import { Command } from 'commander'
import { countOf } from '../../admin/bulk/count-sentence.ts'
import { formatInstant } from '../../core/query/index.ts'
import { LANES } from '../../core/session/lanes.ts'
import type { CommandContext } from '../command-context.ts'
import { addHubOptions, hubConnection } from '../hub-connection.ts'
import type { HubFlags } from '../hub-connection.ts'
import { noAnswer } from '../join-hub.ts'
import { compareWithHub, readLocalCopy } from '../local-copy.ts'
import type { LocalCopy, Standing } from '../local-copy.ts'
import { parseWait } from '../parse-wait.ts'
import { probeHub } from '../probe-hub.ts'
import type { HubProbe } from '../probe-hub.ts'
import { table } from '../table.ts'
import { within } from '../within.ts'

interface StatusFlags extends HubFlags {
  readonly timeout: string
}

type Row = readonly [string, string]

export function statusCommand(context: CommandContext): Command {
  const command = new Command('status')
    .summary('ask a hub how it is, and how a copy stands with it')
    .description(
      'Ask a hub who it is, where its log stands, how many documents it has and how fast it answers. With --data, tell how the copy in that folder stands with it.',
    )
    .option('--data <dir>', 'folder of a copy to compare with the hub (default: none)')
    .option('--timeout <time>', 'how long to wait for the hub, such as 500ms or 2m', '10s')
    .addHelpText('after', HELP)
  return addHubOptions(command).action(async (flags: StatusFlags) => {
    const { signal, out, env } = context
    const hub = hubConnection(flags, env)
    const timeoutMs = parseWait(flags.timeout)
    const copy = flags.data === undefined ? undefined : await context.withStore('read', flags, readLocalCopy)
    const patterns = copy?.position?.covered.length ? copy.position.covered : ['**']
    const probe = await within(timeoutMs, signal, () => noAnswer(hub.url, timeoutMs), probeHub(hub, patterns, timeoutMs))
    const standing = copy && compareWithHub(copy, probe.welcome, probe.digest)
    const rows = [...hubRows(hub.url, probe), ...(copy ? copyRows(copy, standing) : [])]
    for (const line of table(rows)) out.line(line)
    out.answer({ url: hub.url, ...hubView(probe), ...(copy ? { copy: copyView(copy, standing) } : {}) })
  })
}

function hubView({ welcome, connectMs, roundTripMs, digest }: HubProbe): object {
  const { hub, epoch, head, identity, time } = welcome
  const { count: documents, digest: text, at } = digest
  return {
    hub,
    epoch,
    head,
    identity,
    time: formatInstant(time),
    connectMs: rounded(connectMs),
    roundTripMs: rounded(roundTripMs),
    documents,
    digest: text,
    digestAt: at,
  }
}

function copyView({ position, pending, deadLetters, digest }: LocalCopy, standing: Standing | undefined): object {
  return { position: position?.seq ?? 0, patterns: position?.covered ?? [], pending, deadLetters, digest, ...standing }
}

function hubRows(url: string, { welcome, connectMs, roundTripMs, digest }: HubProbe): readonly Row[] {
  return [
    ['hub', `${url}, store ${welcome.hub}, epoch ${welcome.epoch}`],
    ['log', `at change ${welcome.head.toLocaleString('en-US')}`],
    ['documents', `${digest.count.toLocaleString('en-US')}, digest ${digest.digest}`],
    ['answers in', `${rounded(roundTripMs)} ms; connected in ${rounded(connectMs)} ms`],
    ['knows you as', welcome.identity],
  ]
}

function copyRows({ position, pending, deadLetters }: LocalCopy, standing: Standing | undefined): readonly Row[] {
  const waiting = LANES.filter((lane) => pending[lane] > 0).map((lane) => `${pending[lane]} ${lane}`)
  return [
    ['copy', standingText(standing)],
    ['position', position ? `change ${position.seq.toLocaleString('en-US')} of ${position.covered.join(' ')}` : 'none yet'],
    ['outbox', `${waiting.length === 0 ? 'empty' : waiting.join(', ')}; ${countOf(deadLetters, 'dead letter')}`],
  ]
}

function standingText(standing: Standing | undefined): string {
  if (!standing) return 'has never met a hub'
  if (!standing.belongs) return 'belongs to another hub, or to an earlier life of this one'
  if (standing.equal === null)
    return standing.behind > 0
      ? `${countOf(standing.behind, 'change')} behind`
      : 'at another position than the hub counted; ask again'
  return standing.equal
    ? 'holds what the hub holds'
    : 'DIFFERS from the hub: srvra push --data DIR, or the app that uses it, heals it'
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}

const HELP = `
Examples:
  srvra status
  srvra status --connect wss://hub.example --token-file token.txt --json
  srvra status --data ./outbox`
