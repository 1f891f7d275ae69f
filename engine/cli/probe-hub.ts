import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { PROTOCOL_VERSION } from '../core/protocol/frames.ts'
import type { Digest, Hello, Welcome } from '../core/protocol/frames.ts'
import type { HubConnection } from './hub-connection.ts'
import { HubConversation } from './hub-conversation.ts'

/** What a hub tells of itself to somebody who wants no documents. */
export interface HubProbe {
  readonly welcome: Welcome
  /** Until the hub had let the caller in, and for a question on that connection. */
  readonly connectMs: number
  readonly roundTripMs: number
  /** Of the documents that match the patterns. */
  readonly digest: Digest
}

/** Nobody's key. */
const NOTHING = ['srvra/status']

/**
 * Asks a hub how it is, by two short connections: the first learns where its log stands, and the second says that it has
 * everything up to there, so that the hub counts its documents and sends none. Throws E_UNREACHABLE, and what the hub says
 * against it. // C-19
 */
export async function probeHub(hub: HubConnection, patterns: readonly string[], timeoutMs: number): Promise<HubProbe> {
  const began = performance.now()
  const first = await HubConversation.open(hub, timeoutMs)
  try {
    const welcome = await first.ask(greeting(hub, { patterns: NOTHING, covered: [], since: 0 }), 'welcome')
    const connected = performance.now()
    await first.ask({ type: 'ping', t: 0 }, 'pong')
    const roundTripMs = performance.now() - connected
    return { welcome, connectMs: connected - began, roundTripMs, digest: await countedBy(hub, welcome, patterns, timeoutMs) }
  } finally {
    first.close()
  }
}

async function countedBy(hub: HubConnection, welcome: Welcome, patterns: readonly string[], timeoutMs: number): Promise<Digest> {
  const conversation = await HubConversation.open(hub, timeoutMs)
  try {
    const position = { hub: welcome.hub, epoch: welcome.epoch, since: welcome.head }
    await conversation.ask(greeting(hub, { patterns, covered: patterns, ...position }), 'welcome')
    return await conversation.ask({ type: 'ask-digest', id: 1 }, 'digest')
  } finally {
    conversation.close()
  }
}

function greeting({ token }: HubConnection, standing: Pick<Hello, 'patterns' | 'covered' | 'since' | 'hub' | 'epoch'>): Hello {
  const shown = token === undefined ? {} : { token }
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    replica: probeId(token),
    name: 'srvra status',
    codecs: [],
    ...shown,
    ...standing,
  }
}

/** One identity for each user of each machine, so that a hub's list of replicas does not grow with every question. */
function probeId(token: string | undefined): string {
  const who = [hostname(), String(process.getuid?.() ?? ''), token ?? ''].join('\n')
  return `status-${createHash('sha256').update(who).digest('base64url').slice(0, 12)}`
}
