import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { percentile } from '../harness/measure.ts'
import { atLeast, atMost, type Contestant, type Figures, type RunContext, type Scenario } from '../harness/scenario.ts'
import { overSocketIo, overSrvra, overTinyBase, overWebSocket, startServer, toBareReaders } from './sync/clients.ts'
import type { Connect, Line } from './sync/clients.ts'

const TEXT = 'x'.repeat(100)
const PACED = 300
const PAUSE_MS = 10
const FLOOD = 20_000
const FANNED_OUT = 2_000
const READERS = 50
const PATIENCE_MS = 10_000

/** Counts what arrives. A peer that leaves some out is not waited for: what it did deliver counts, and nothing else. */
class Arrivals {
  count = 0
  lastAt = performance.now()
  readonly #expected: number
  #done: () => void = () => undefined

  constructor(expected: number) {
    this.#expected = expected
  }

  heard(): void {
    this.lastAt = performance.now()
    if (++this.count === this.#expected) this.#done()
  }

  /** Resolves when all has arrived, or nothing more for ten seconds. */
  async all(): Promise<void> {
    if (this.count >= this.#expected) return
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (performance.now() - this.lastAt > PATIENCE_MS) this.#done()
      }, 500)
      this.#done = () => {
        clearInterval(timer)
        resolve()
      }
    })
  }
}

/** Sends at 100 a second; answers the times until the last reader had each, ascending. */
async function paced(connect: Connect, port: number, readers: number, first: number): Promise<Float64Array> {
  const sent: number[] = []
  const times: number[] = []
  const arrivals = new Arrivals(PACED * readers)
  const line = await connect(port, readers, (_reader, n) => {
    times.push(performance.now() - (sent[n - first] as number))
    arrivals.heard()
  })
  for (let n = 0; n < PACED; n++) {
    sent[n] = performance.now()
    line.send({ n: first + n, text: TEXT })
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  await arrivals.all()
  await line.close()
  return Float64Array.from(times).toSorted()
}

/** Sends as fast as it goes; answers changes per second at each reader. */
async function flood(connect: Connect, port: number, readers: number, count: number, first: number): Promise<number> {
  const arrivals = new Arrivals(count * readers)
  const line: Line = await connect(port, readers, () => arrivals.heard())
  const began = performance.now()
  for (let n = 0; n < count; n++) {
    line.send({ n: first + n, text: TEXT })
    // A writer is a program that has other things to do, too.
    if (n % 200 === 199) await new Promise((resolve) => setImmediate(resolve))
  }
  await arrivals.all()
  const rate = (arrivals.count / readers / (arrivals.lastAt - began)) * 1000
  await line.close()
  return rate
}

function contestant(name: string, role: Contestant['role'], kind: string, connect: Connect): Contestant {
  return { name, role, run: (context) => measure(context, kind, connect) }
}

/** Each phase has a server of its own, so that none pays for what the one before left. */
async function withServer<Result>({ dir }: RunContext, kind: string, work: (port: number) => Promise<Result>): Promise<Result> {
  const server = await startServer(kind, mkdtempSync(join(dir, 'server-')))
  try {
    return await work(server.port)
  } finally {
    server.stop()
  }
}

async function measure(context: RunContext, kind: string, connect: Connect): Promise<Figures> {
  const one = await withServer(context, kind, (port) => paced(connect, port, 1, 0))
  const rate = await withServer(context, kind, (port) => flood(connect, port, 1, FLOOD, 0))
  const many = await withServer(context, kind, (port) => paced(connect, port, READERS, 0))
  const fanned = await withServer(context, kind, (port) => flood(connect, port, READERS, FANNED_OUT, 0))
  return {
    'one reader p50 ms': percentile(one, 0.5),
    'one reader p99 ms': percentile(one, 0.99),
    'one reader changes/s': rate,
    'fifty readers p50 ms': percentile(many, 0.5),
    'fifty readers p99 ms': percentile(many, 0.99),
    'fifty readers changes/s': fanned,
  }
}

const OURS = 'SRVRA Sync'
/** The same hub; its readers count what they are told and keep nothing, as those of the relays do. */
const HUB = 'SRVRA Sync, readers that keep nothing'
const RELAY = 'ws relay'
const COMMITTED = 'ws relay behind a grouped commit with fsync'
const PEERS = ['socket.io (relay only)', 'TinyBase']

export const scenario: Scenario = {
  name: 'sync',
  title: 'Synchronization on loopback',
  description:
    'A hub in a process of its own, one writer, one reader and then fifty, on one machine. Updates of some 130 bytes, each to a document of its own: 300 at 100 a second for the latency until a reader is told, 20,000 (2,000 to fifty readers) as fast as it goes for the rate. Ours: commit with fsync before anybody sees it, replicas in memory. The relays keep nothing, but for the one that commits; socket.io relays only. All readers share one process: fifty full replicas in it are limited by what they write down themselves, so the hub is measured with readers that keep nothing, too.',
  rounds: 3,
  contestants: [
    contestant(RELAY, 'limit', 'relay', overWebSocket),
    contestant(COMMITTED, 'limit', 'committedRelay', overWebSocket),
    contestant('socket.io (relay only)', 'peer', 'socketIo', overSocketIo),
    contestant('TinyBase', 'peer', 'tinyBase', overTinyBase),
    contestant(OURS, 'ours', 'ours', overSrvra),
    contestant(HUB, 'ours', 'ours', toBareReaders),
  ],
  targets: (median) => {
    const p99 = median(OURS, 'one reader p99 ms')
    const rate = median(OURS, 'one reader changes/s')
    const best = Math.max(...PEERS.slice(1).map((peer) => median(peer, 'one reader changes/s')))
    return [
      atMost('sync-latency', "p99 <= 1.3x 'ws + commit with fsync'", p99 / median(COMMITTED, 'one reader p99 ms'), 1.3),
      atLeast('sync-throughput', ">= 0.5x 'ws + grouped commit with fsync'", rate / median(COMMITTED, 'one reader changes/s'), 0.5),
      atLeast('sync-throughput, peers', '>= 2x the best peer that syncs, of those measured', rate / best, 2),
      atMost(
        'fan-out, latency',
        '50 readers: p99 <= 1.5x raw relay',
        median(HUB, 'fifty readers p99 ms') / median(RELAY, 'fifty readers p99 ms'),
        1.5,
      ),
      atLeast(
        'fan-out, rate',
        '50 readers: rate to each >= 5x the naive relay',
        median(HUB, 'fifty readers changes/s') / median(RELAY, 'fifty readers changes/s'),
        5,
      ),
    ]
  },
}
