import { SrvraError } from '../../core/errors.ts'
import type { Report } from '../../core/protocol/frames.ts'
import type { ClientView } from '../../sync/hub/client-view.ts'
import type { AdminHandlers } from '../admin-service.ts'
import type { ClientRow, ClientsActed, HubCommands } from '../commands.ts'
import { DEMO_CONTROLLER, DEMO_IDENTITY } from '../demo/demo-control.ts'
import { orderClients } from './client-order.ts'
import type { HubControl } from './hub-control.ts'
import { summarizeClients } from './summarize-clients.ts'

type ClientHandlers = Pick<AdminHandlers, Extract<keyof HubCommands, `clients.${string}`>>

/** Patterns of one client that are told. */
const MOST_PATTERNS = 1000

/** `hub` throws where an engine is no hub. */
export function clientCommands(hub: () => HubControl): ClientHandlers {
  return {
    'clients.summary': () => summarizeClients(hub().clients(), hub().statistics()),
    'clients.list': (query) => orderClients(hub().clients(), query),
    'clients.rows': ({ replicas }) =>
      replicas.map((replica) => {
        const client = hub().client(replica)
        return client === undefined ? null : rowOf(client)
      }),
    'clients.inspect': async ({ replica }) => {
      const report = await reportOf(hub(), replica)
      // Looked at after the report, so that the two tell of the same moment.
      const client = hub().client(replica)
      if (client === undefined) throw new SrvraError('E_CLIENT_UNKNOWN', `There is no client ${replica} any more.`, { replica })
      return { client: rowOf(client), patterns: client.patterns.slice(0, MOST_PATTERNS), ...(report ? { report } : {}) }
    },
    'clients.disconnect': ({ replicas }) => forEach(hub(), replicas, (replica) => hub().disconnect(replica)),
    'clients.drain': ({ replicas }) => forEach(hub(), replicas, (replica) => hub().drain(replica)),
    'clients.forget': ({ replicas }) => forEach(hub(), replicas, (replica) => hub().forget(replica)),
  }
}

function rowOf({ patterns, ...client }: ClientView): ClientRow {
  const demo = client.identity === DEMO_IDENTITY && client.name !== DEMO_CONTROLLER
  return { ...client, patternCount: patterns.length, demo }
}

/** Somebody who goes while asked is as good as somebody who was away. */
async function reportOf(hub: HubControl, replica: string): Promise<Report | undefined> {
  try {
    return await hub.inspect(replica)
  } catch (error) {
    if (error instanceof SrvraError && error.code === 'E_CLIENT_OFFLINE') return undefined
    throw error
  }
}

/** V-133 Of several clients, one that came or went meanwhile keeps the others from nothing. */
function forEach(hub: HubControl, replicas: readonly string[], act: (replica: string) => void): ClientsActed {
  const missed: string[] = []
  for (const replica of new Set(replicas)) {
    const name = hub.client(replica)?.name ?? replica
    try {
      act(replica)
    } catch (error) {
      if (!(error instanceof SrvraError)) throw error
      missed.push(name)
    }
  }
  return { acted: new Set(replicas).size - missed.length, missed }
}
