import { join } from 'node:path'
import type { Clock } from '../ports/clock.ts'
import { SrvraDataSync } from '../srvra-data-sync.ts'
import type { Chance } from './chance.ts'
import type { Ledger } from './ledger.ts'
import type { Actor, Deed, Scenario } from './scenario.ts'

export interface MemberOptions {
  readonly scenario: Scenario
  readonly actor: Actor
  readonly chance: Chance
  readonly ledger: Ledger
  readonly url: string
  readonly token: string | undefined
  /** Where its store lies; undefined: in memory. */
  readonly dir: string | undefined
}

/** Clocks of devices are wrong, most by little and some by hours. */
const SKEWS_MS = [0, 0, 0, 150, -900, 4000, -30_000, 3_600_000, -86_400_000]

/** One replica of a fleet, and what its user does. */
export class Member {
  readonly engine: SrvraDataSync
  readonly name: string
  readonly #options: MemberOptions
  #timer: NodeJS.Timeout | undefined
  #back: NodeJS.Timeout | undefined
  #unplugged = false
  #acting = false
  /** How often it was offline. */
  #spells = 0

  constructor(options: MemberOptions) {
    const { scenario, actor, chance, url, token, dir } = options
    this.#options = options
    this.name = actor.name
    this.engine = new SrvraDataSync({
      storage: dir === undefined ? 'memory' : { dir: join(dir, actor.name), synchronous: 'NORMAL' },
      nodes: [url],
      ...(token === undefined ? {} : { token }),
      replicaName: actor.name,
      subscribe: scenario.patterns(actor),
      clock: skewed(chance.pick(SKEWS_MS)),
      actor: actor.name,
      ...(scenario.priority === undefined ? {} : { priority: scenario.priority }),
      syncSLA: scenario.sla ?? '5s',
      historySize: 10,
    })
  }

  get online(): boolean {
    const { status } = this.engine.connection
    return status === 'SYNCED' || status === 'SYNCING' || status === 'PARTIAL_SYNC'
  }

  /** Begins to act, as its user would. */
  start(): void {
    this.#acting = true
    this.#next()
  }

  /** Acts no more. What was written stays to be sent. */
  stop(): void {
    this.#acting = false
    clearTimeout(this.#timer)
    clearTimeout(this.#back)
  }

  /** Somebody pulls the plug, or puts it in again. */
  set unplugged(unplugged: boolean) {
    if (this.#unplugged === unplugged) return
    this.#unplugged = unplugged
    clearTimeout(this.#back)
    this.#spells++
    if (unplugged) this.engine.replica?.pause()
    else this.engine.replica?.resume()
  }

  /** Makes sure that it is connected, and that both sides have the same; true when they do. */
  async settle(): Promise<boolean> {
    this.unplugged = false
    this.engine.replica?.resume()
    const { equal } = await this.engine.sync({ immediate: true })
    return equal
  }

  /** The hub's version of a key that this replica is known to have reached. */
  confirmedVersion(key: string): number {
    return this.engine.replica?.confirmedVersion(key) ?? 0
  }

  #next(): void {
    const { chance, scenario } = this.#options
    this.#timer = setTimeout(() => {
      if (!this.#acting) return
      this.#act()
      this.#next()
    }, chance.pauseMs(scenario.thinkMs))
  }

  #act(): void {
    const { chance, scenario, actor } = this.#options
    const deeds = chance.happens(scenario.burst.probability) ? scenario.burst.deeds : 1
    for (let deed = 0; deed < deeds; deed++) for (const each of scenario.act(chance, actor)) this.#do(each)
    if (!this.#unplugged && chance.happens(scenario.offline.probability)) this.#goOffline(chance.pauseMs(scenario.offline.meanMs))
  }

  #do({ key, edit, priority, reason }: Deed): void {
    const { ledger } = this.#options
    const value = edit(this.engine.getState(key))
    if (value === undefined) return
    const connected = this.online
    const spells = this.#spells
    const began = performance.now()
    const update = this.engine.setState(key, value, {
      ...(priority === undefined ? {} : { priority }),
      ...(reason === undefined ? {} : { reason }),
    })
    if (!update.changed) return
    ledger.written()
    void update.synced.then((outcome) => {
      ledger.settled(key, outcome, connected && spells === this.#spells ? performance.now() - began : undefined)
    })
  }

  /** A dead spot, a lid that is shut: it comes back by itself. */
  #goOffline(forMs: number): void {
    this.#spells++
    this.engine.replica?.pause()
    clearTimeout(this.#back)
    this.#back = setTimeout(() => {
      if (!this.#unplugged) this.engine.replica?.resume()
    }, forMs)
  }
}

function skewed(byMs: number): Clock {
  return { now: () => Date.now() + byMs }
}
