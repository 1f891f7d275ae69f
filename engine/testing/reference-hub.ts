import type { ClientRow } from '../admin/commands.ts'
import type { HubControl } from '../admin/hub/hub-control.ts'
import { SrvraError } from '../core/errors.ts'
import type { Report } from '../core/protocol/frames.ts'
import type { ClientView, ListenState } from '../sync/hub/client-view.ts'
import type { HubStatistics } from '../sync/hub/hub-statistics.ts'

const none = { critical: 0, high: 0, normal: 0, low: 0 }
const noDeadlines = { met: 0, missed: 0 }

const STATISTICS: HubStatistics = {
  sessions: 0,
  clients: 0,
  pending: 0,
  openConflicts: 3,
  conflictsByReason: { SAME_FIELD: 3 },
  received: { frames: 0, operations: 0, bytes: 0 },
  sent: { frames: 0, changes: 0, bytes: 1000, bytesSaved: 9000 },
  answered: { committed: 0, merged: 0, conflict: 0, rejected: 0 },
}

/** A client with nothing to tell, but for what a test says of it. */
export function clientView(replica: string, known: Partial<ClientView> = {}): ClientView {
  return {
    replica,
    name: replica,
    identity: 'app',
    status: 'live',
    address: '127.0.0.1:50000',
    patterns: ['**'],
    firstSeenAt: 0,
    lastSeenAt: 0,
    appliedSeq: 0,
    lag: 0,
    queuedBytes: 0,
    pending: none,
    deadLetters: 0,
    deadlines: { critical: noDeadlines, high: noDeadlines, normal: noDeadlines, low: noDeadlines },
    received: { frames: 0, operations: 0, bytes: 0 },
    sent: { frames: 0, changes: 0, bytes: 0, bytesSaved: 0 },
    answered: { committed: 0, merged: 0, conflict: 0, rejected: 0 },
    throughput: Array.from({ length: 60 }, () => 0),
    ...known,
  }
}

/** The same as a list shows it. */
export function clientRow(replica: string, known: Partial<ClientView> = {}): ClientRow {
  const { patterns, ...client } = clientView(replica, known)
  return { ...client, patternCount: patterns.length, demo: client.identity === 'demo' }
}

export interface ReferenceHub extends HubControl {
  put(client: ClientView): void
  /** What was done to clients, in order. */
  readonly acts: readonly string[]
}

/** A hub by the book, without sockets: its clients are what a test puts there. */
export function createReferenceHub(): ReferenceHub {
  const clients = new Map<string, ClientView>()
  const listeners = new Set<() => void>()
  const acts: string[] = []
  const connected = (replica: string): ClientView => {
    const client = clients.get(replica)
    if (client && client.status !== 'offline') return client
    throw new SrvraError('E_CLIENT_OFFLINE', `The replica ${replica} is not connected now.`, { replica })
  }
  const put = (client: ClientView): void => {
    clients.set(client.replica, client)
    for (const listener of listeners) listener()
  }
  return {
    acts,
    put,
    clients: () => [...clients.values()],
    client: (replica) => clients.get(replica),
    inspect: async (replica) => report(connected(replica)),
    disconnect: (replica) => {
      put({ ...connected(replica), status: 'offline' })
      acts.push(`disconnect ${replica}`)
    },
    drain: (replica = '') => {
      put({ ...connected(replica), status: 'draining' })
      acts.push(`drain ${replica}`)
    },
    forget: (replica) => {
      if (clients.get(replica)?.status !== 'offline')
        throw new SrvraError('E_CLIENT_LIVE', `The replica ${replica} is connected; disconnect it first.`, { replica })
      clients.delete(replica)
      acts.push(`forget ${replica}`)
    },
    statistics: () => ({ ...STATISTICS, clients: clients.size }),
    onClients: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ...referenceListening(),
  }
}

function report({ pending, deadLetters }: ClientView): Report {
  return { type: 'report', id: 1, state: 'SYNCED', pending: [], deadLetters: [], counts: { pending, deadLetters }, statistics: {} }
}

function referenceListening(): Pick<HubControl, 'listenState' | 'onListen' | 'listen' | 'stop' | 'connection'> {
  const listeners = new Set<(state: ListenState) => void>()
  let listening: ListenState = { status: 'off' }
  const become = (state: ListenState): Promise<ListenState> => {
    listening = state
    for (const listener of listeners) listener(state)
    return Promise.resolve(state)
  }
  return {
    listenState: () => listening,
    onListen: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    listen: ({ port, host = '127.0.0.1' }) => become({ status: 'listening', port, url: `ws://${host}:${port}` }),
    stop: () => become({ status: 'off' }),
    connection: () => ({ url: listening.status === 'listening' ? listening.url : null, token: 'secret' }),
  }
}
