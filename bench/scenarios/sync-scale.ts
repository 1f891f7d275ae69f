import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SrvraDataSync } from '../../engine/index.ts'
import { keyOf, nextCount, stockRecord } from '../harness/documents.ts'
import { percentile } from '../harness/measure.ts'
import { atMost, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'
import { startServer } from './sync/clients.ts'

const CHANGES = 100_000
const KEYS = 20_000
const DOCUMENTS = 135_233
const STORM = 1_000

async function hubWith(
  dir: string,
  write: (hub: SrvraDataSync) => void,
): Promise<{ readonly hub: SrvraDataSync; readonly url: string }> {
  const hub = new SrvraDataSync({ storage: { dir: join(dir, 'hub'), synchronous: 'NORMAL' }, listen: { port: 0 } })
  const state = await hub.listening
  if (state.status !== 'listening') throw new Error(JSON.stringify(state))
  write(hub)
  return { hub, url: state.url }
}

function fill(hub: SrvraDataSync, documents: number): void {
  for (let first = 0; first < documents; first += 1000) {
    const count = Math.min(1000, documents - first)
    hub.batch(Array.from({ length: count }, (_, index) => ({ key: keyOf(first + index), value: stockRecord(first + index) })))
  }
}

/** A replica that was away while 100,000 changes were made, and one that begins with nothing. */
async function catchUp({ dir }: RunContext): Promise<Figures> {
  const { hub, url } = await hubWith(dir, (engine) => fill(engine, KEYS))
  const storage = { dir: join(dir, 'replica'), synchronous: 'NORMAL' as const }
  const before = new SrvraDataSync({ storage, nodes: [url] })
  await before.sync()
  await before.close()
  for (let first = 0; first < CHANGES; first += 1000) {
    hub.batch(
      Array.from({ length: 1000 }, (_, index) => {
        const item = (first + index) % KEYS
        return { key: keyOf(item), value: nextCount(stockRecord(item), first + index) }
      }),
    )
  }
  const began = performance.now()
  const replica = new SrvraDataSync({ storage, nodes: [url] })
  const { equal } = await replica.sync()
  const seconds = (performance.now() - began) / 1000
  if (!equal) throw new Error('the replica does not hold what the hub holds')
  await replica.close()
  await hub.close()
  return { 'catch up s': seconds, 'changes/s': CHANGES / seconds }
}

async function bootstrap({ dir }: RunContext): Promise<Figures> {
  const { hub, url } = await hubWith(dir, (engine) => fill(engine, DOCUMENTS))
  const began = performance.now()
  const replica = new SrvraDataSync({ storage: { dir: join(dir, 'replica'), synchronous: 'NORMAL' }, nodes: [url] })
  const { equal } = await replica.sync()
  const seconds = (performance.now() - began) / 1000
  if (!equal) throw new Error('the replica does not hold what the hub holds')
  await replica.close()
  await hub.close()
  return { 'bootstrap s': seconds, 'documents/s': DOCUMENTS / seconds }
}

/** What the same rows cost when nobody asks what they are: one table, no history, no hash. */
function rawInsert({ dir }: RunContext): Figures {
  const database = new Database(join(dir, 'raw.sqlite'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.exec('CREATE TABLE documents (key TEXT PRIMARY KEY, version INTEGER, body TEXT) STRICT')
  const insert = database.prepare('INSERT INTO documents VALUES (?, 1, ?)')
  const rows = Array.from({ length: DOCUMENTS }, (_, index) => [keyOf(index), JSON.stringify(stockRecord(index))] as const)
  const began = performance.now()
  for (let first = 0; first < DOCUMENTS; first += 500)
    database.transaction(() => {
      for (const [key, body] of rows.slice(first, first + 500)) insert.run(key, body)
    })()
  const seconds = (performance.now() - began) / 1000
  database.close()
  return { 'bootstrap s': seconds, 'documents/s': DOCUMENTS / seconds }
}

/** A thousand replicas that connect in the same moment. */
async function storm({ dir }: RunContext): Promise<Figures> {
  const server = await startServer('ours', dir)
  const began = performance.now()
  const errors: unknown[] = []
  const times: number[] = []
  const replicas = await Promise.all(
    Array.from({ length: STORM }, async (_, index) => {
      const replica = new SrvraDataSync({ nodes: [`ws://127.0.0.1:${server.port}`], replicaName: `till-${index}`, historySize: 1 })
      replica.eventBus.subscribe('sync-error', (error) => void errors.push(error))
      await replica.sync()
      times.push(performance.now() - began)
      return replica
    }),
  )
  const delayMs = await server.loopDelayMs()
  await Promise.all(replicas.map((replica) => replica.close()))
  server.stop()
  return {
    'all in step s': Math.max(...times) / 1000,
    'half of them s': percentile(Float64Array.from(times).toSorted(), 0.5) / 1000,
    'event loop of the hub p99 ms': delayMs,
    'errors n': errors.length,
  }
}

const AWAY = 'SRVRA Sync, a replica that was away'
const NEW = 'SRVRA Sync, a new replica'
const ALL = 'SRVRA Sync, a thousand replicas at once'

export const scenario: Scenario = {
  name: 'sync-scale',
  title: 'Catching up, beginning, and coming back all at once',
  description:
    '100,000 changes to 20,000 documents while a replica was away; 135,233 documents to a new replica, durable (NORMAL); hub and replica share a process. A thousand replicas in one process that connect to a hub in another at once.',
  rounds: 3,
  contestants: [
    { name: AWAY, role: 'ours', run: catchUp },
    { name: NEW, role: 'ours', run: bootstrap },
    { name: 'raw insert of the same rows', role: 'limit', run: rawInsert },
    { name: ALL, role: 'ours', run: storm },
  ],
  targets: (median) => [
    atMost(
      'bootstrap',
      '<= 2x raw insert of the same rows',
      median(NEW, 'bootstrap s') / median('raw insert of the same rows', 'bootstrap s'),
      2,
    ),
    atMost('reconnect-storm, event loop', 'p99 <= 100 ms at the hub', median(ALL, 'event loop of the hub p99 ms'), 100),
    atMost('reconnect-storm, errors', 'none', median(ALL, 'errors n'), 0),
  ],
}
