import type { Command } from 'commander'
import type { CommonOptions } from './command-context.ts'
import { usageError } from './parse-arguments.ts'
import { readText } from './read-text.ts'
import { readTokenFile } from './read-tokens.ts'

/** Where a hub listens when nobody says otherwise; the console's does, too. */
export const DEFAULT_PORT = 7420
const DEFAULT_URL = `ws://127.0.0.1:${DEFAULT_PORT}`

/** What commands take that talk to a hub. */
export interface HubFlags extends CommonOptions {
  readonly connect?: string
  readonly token?: string
  readonly tokenFile?: string
  readonly ca?: string
}

/** Where a hub is, and what it is shown. */
export interface HubConnection {
  readonly url: string
  readonly token?: string
  /** PEM text. */
  readonly ca?: string
}

export function addHubOptions(command: Command, where = `default: $SRVRA_CONNECT, else ${DEFAULT_URL}`): Command {
  return command
    .option('--connect <url>', `the hub: ws://host:port, wss://host:port, or a host name (${where})`)
    .option('--token <text>', 'what lets you in there (default: $SRVRA_TOKEN; others on this machine can see arguments)')
    .option('--token-file <file>', 'a file that holds the token')
    .option('--ca <file>', 'PEM file of the authority that signed the certificate of the hub, when the system does not know it')
}

/** Throws E_USAGE for what is no address, E_FILE for files that can not be read. */
export function hubConnection(flags: HubFlags, env: Readonly<Record<string, string | undefined>>): HubConnection {
  const token = shownToken(flags, env)
  return {
    url: hubUrl(flags.connect ?? (env['SRVRA_CONNECT'] || DEFAULT_URL)),
    ...(token === undefined ? {} : { token }),
    ...(flags.ca === undefined ? {} : { ca: readText(flags.ca) }),
  }
}

/** The token that a client shows. */
function shownToken({ token, tokenFile }: HubFlags, env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (token !== undefined && tokenFile !== undefined) throw usageError('Give either --token or --token-file, not both.')
  if (tokenFile !== undefined) return readTokenFile(tokenFile)[0]?.token
  return token ?? (env['SRVRA_TOKEN'] || undefined)
}

/** A host name alone means TLS. */
function hubUrl(text: string): string {
  const url = /^[a-z]+:\/\//.test(text) ? text : `wss://${text}`
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !/^wss?:$/.test(parsed.protocol) || parsed.hostname === '')
    throw usageError(`'${text}' is no address of a hub. Write ws://host:port, wss://host:port, or a host name for TLS.`)
  return url
}
