import { join } from 'node:path'
import { openSqliteStorage } from '../../adapters/sqlite-storage/index.ts'
import { canonicalText } from '../../core/json/index.ts'
import type { JsonValue } from '../../core/json/index.ts'
import { FaultProxy } from './fault-proxy.ts'
import { RunningNode } from './run-node.ts'

export const REPLICAS: readonly string[] = ['a', 'b', 'c']

/** What the hub said it has taken, by key and field: the greatest number counts, because they rise. */
type Acknowledged = Map<string, number>

/** Wrong clocks, by who has them. */
type Clocks = Readonly<Record<string, string>>

/** A hub and three replicas in processes of their own, behind networks that can be broken. */
export class Fleet {
  readonly acknowledged: Acknowledged = new Map()
  /** What replicas said of writes that the hub refused. */
  readonly rejected: string[] = []
  readonly #root: string
  readonly #replicas = new Map<string, RunningNode>()
  #hub: RunningNode | undefined
  #hubPort = 0
  readonly #proxies = new Map<string, FaultProxy>()
  readonly #clocks: Clocks
  #started = 0

  constructor(root: string, clocks: Clocks = {}) {
    this.#root = root
    this.#clocks = clocks
  }

  folder(name: string): string {
    return join(this.#root, name)
  }

  proxy(name: string): FaultProxy {
    return this.#proxies.get(name) as FaultProxy
  }

  async start(): Promise<void> {
    await this.startHub()
    for (const name of REPLICAS) {
      this.#proxies.set(name, await FaultProxy.open(() => this.#hubPort))
      await this.startReplica(name)
    }
  }

  async startHub(): Promise<void> {
    this.#hub = new RunningNode({ role: 'hub', dir: this.folder('hub'), port: 0 })
    this.#hubPort = Number((await this.#hub.said('listening ')).split(' ')[1])
  }

  async startReplica(name: string, role: { readonly reads?: true } = {}): Promise<void> {
    const plan = {
      role: 'replica',
      dir: this.folder(name),
      name,
      port: this.proxy(name).port,
      seed: ++this.#started,
      ...role,
    } as const
    const node = new RunningNode(plan, this.#clocks[name])
    this.#replicas.set(name, node)
    await node.said('ready')
  }

  async killHub(): Promise<void> {
    await this.#hub?.kill()
    await this.startHub()
  }

  async killReplica(name: string): Promise<void> {
    const node = this.#replicas.get(name)
    await node?.kill()
    if (node) this.#note(node)
    await this.startReplica(name)
  }

  /** Lets everybody finish: no faults any more, everything sent and received. */
  async settle(): Promise<void> {
    for (const name of REPLICAS) this.proxy(name).mode = 'pass'
    // One after the other has finished writing; the ones that finish later still bring news to those before.
    for (const node of this.#replicas.values()) node.finish()
    for (const node of this.#replicas.values()) {
      await node.said('quiet')
      await node.end()
      this.#note(node)
    }
    await this.#catchUp()
    await this.#hub?.end()
    for (const proxy of this.#proxies.values()) await proxy.close()
  }

  /** Replicas that finished first have not seen the last writes of the others: they come back once to read. */
  async #catchUp(): Promise<void> {
    for (const name of REPLICAS) {
      await this.startReplica(name, { reads: true })
      this.#replicas.get(name)?.finish()
      await this.#replicas.get(name)?.said('quiet')
      await this.#replicas.get(name)?.end()
    }
  }

  #note({ lines }: RunningNode): void {
    for (const line of lines) {
      if (line.startsWith('rejected ')) this.rejected.push(line)
      const [, place, number] = /^ack (\S+) (\d+)$/.exec(line) ?? []
      if (place === undefined) continue
      this.acknowledged.set(place, Math.max(this.acknowledged.get(place) ?? 0, Number(number)))
    }
  }
}

/** Every live document of a store, by key. */
function contentsOf(dir: string): ReadonlyMap<string, JsonValue> {
  const storage = openSqliteStorage({ dir })
  const contents = new Map<string, JsonValue>()
  for (let after: string | undefined; ;) {
    const page = storage.list({ limit: 500, ...(after === undefined ? {} : { after }) })
    for (const { key } of page) contents.set(key, storage.read(key)?.value as JsonValue)
    after = page.at(-1)?.key
    if (page.length < 500) break
  }
  storage.close()
  return contents
}

function missing(acknowledged: Acknowledged, contents: ReadonlyMap<string, JsonValue>): readonly string[] {
  return [...acknowledged].flatMap(([place, number]) => {
    const [key = '', field] = place.split('#')
    const value = contents.get(key) as Record<string, number> | undefined
    const held = field === undefined ? value?.['written'] : value?.[field]
    return held !== undefined && held >= number ? [] : [`${place}: acknowledged ${number}, holds ${held ?? 'nothing'}`]
  })
}

/** Everything that is not as it was promised, once a fleet has come to rest. */
export function complaintsAboutFleet(fleet: Fleet): readonly string[] {
  const hub = contentsOf(fleet.folder('hub'))
  return [
    ...missing(fleet.acknowledged, hub),
    ...REPLICAS.flatMap((name) => {
      const contents = contentsOf(fleet.folder(name))
      const same = asText(contents) === asText(hub)
      return [
        ...missing(fleet.acknowledged, contents).map((line) => `${name}: ${line}`),
        ...(same ? [] : [`${name} holds something else than the hub`]),
      ]
    }),
  ]
}

function asText(contents: ReadonlyMap<string, JsonValue>): string {
  return [...contents].map(([key, value]) => `${key} ${canonicalText(value)}`).join('\n')
}
