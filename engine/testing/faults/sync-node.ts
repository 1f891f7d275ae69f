import { writeSync } from 'node:fs'
import { SrvraDataSync } from '../../srvra-data-sync.ts'
import { seeded } from './seeded.ts'

/** A hub or a replica in a process of its own, which somebody kills in the middle. */
export type NodePlan =
  | { readonly role: 'hub'; readonly dir: string; readonly port: number; readonly bug?: 'not-synchronous' }
  | {
      readonly role: 'replica'
      readonly dir: string
      readonly name: string
      readonly port: number
      readonly seed: number
      readonly reads?: true
    }

const SHARED = 8
const PAUSE_MS = 4

function say(line: string): void {
  writeSync(1, `${line}\n`)
}

async function runHub(plan: Extract<NodePlan, { role: 'hub' }>): Promise<SrvraDataSync> {
  const hub = new SrvraDataSync({ storage: { dir: plan.dir }, listen: { port: plan.port, tokens: { secret: { name: 'shop' } } } })
  const state = await hub.listening
  say(state.status === 'listening' ? `listening ${state.port}` : `failed ${JSON.stringify(state)}`)
  return hub
}

/**
 * Writes without end: documents of its own, and its own field of documents that all replicas write. What the hub has
 * taken is said, so that somebody can hold it to that.
 */
function runReplica(plan: Extract<NodePlan, { role: 'replica' }>): SrvraDataSync {
  const { dir, name, port } = plan
  const nodes = [`ws://127.0.0.1:${port}`]
  const replica = new SrvraDataSync({ storage: { dir, synchronous: 'NORMAL' }, nodes, token: 'secret', replicaName: name })
  const random = seeded(plan.seed)
  let number = Number(replica.getState(`counter/${name}`) ?? 0)
  const acknowledge = (key: string, written: number) => (outcome: { readonly outcome: string }) => {
    if (outcome.outcome === 'committed' || outcome.outcome === 'merged') say(`ack ${key} ${written}`)
    else say(`${outcome.outcome} ${key} ${written} ${JSON.stringify(outcome)}`)
  }
  const write = (): void => {
    number++
    const written = number
    if (random() < 0.4) {
      const key = `own/${name}/${written}`
      void replica.setState(key, { written, filler: 'x'.repeat(written % 200) }).synced.then(acknowledge(key, written))
    } else {
      const key = `shared/${Math.floor(random() * SHARED)}`
      const before = (replica.getState(key) ?? {}) as Record<string, number>
      void replica.setState(key, { ...before, [name]: written }).synced.then(acknowledge(`${key}#${name}`, written))
    }
    replica.setState(`counter/${name}`, written)
  }
  const timer = plan.reads ? undefined : setInterval(write, PAUSE_MS)
  process.stdin.on('data', (data) => {
    if (!data.toString().includes('finish')) return
    clearInterval(timer)
    void replica.sync({ immediate: true }).then(async () => {
      say('quiet')
      await replica.close()
      process.exit(0)
    })
  })
  say('ready')
  return replica
}

const plan = JSON.parse(process.argv[2] ?? '{}') as NodePlan
if (plan.role === 'hub') {
  const hub = await runHub(plan)
  process.stdin.on('end', () => void Promise.resolve(hub.close()).then(() => process.exit(0)))
  process.stdin.resume()
} else runReplica(plan)
