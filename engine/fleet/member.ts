import { isConnected } from '../core/session/connection-state.ts'
import type { Clock } from '../ports/clock.ts'
import { SrvraDataSync } from '../srvra-data-sync.ts'
import type { StateUpdate } from '../state/state-update.ts'
import type { SyncOptions } from '../sync-options.ts'
import type { Chance } from './chance.ts'
import type { Ledger } from './ledger.ts'
import type { Actor, Deed, Scenario } from './scenario.ts'

export interface MemberOptions {
  readonly scenario: Scenario
  readonly actor: Actor
  readonly chance: Chance
  readonly ledger: Ledger
  /** How it reaches its hub, and where its store lies. */
  readonly engine: Pick<SyncOptions, 'nodes' | 'token' | 'ca' | 'storage'>
}

/** How a member stood when it wrote. */
interface Before {
  readonly connected: boolean
  readonly spells: number
  /** Milliseconds of `performance.now`. */
  readonly at: number
}

/** Clocks of devices are wrong, most by little and some by hours. */
const SKEWS_MS = [0, 0, 0, 150, -900, 4000, -30_000, 3_600_000, -86_400_000]

/** A device tidies its history up now and then: a fleet may play for weeks. */
const TIDY_EVERY = 2000

/** One replica of a fleet, and what its user does. */
export class Member {
  readonly engine: SrvraDataSync
  readonly name: string
  readonly #options: MemberOptions
  #timer: NodeJS.Timeout | undefined
  #back: NodeJS.Timeout | undefined
  #held = false
  #acting = false
  /** How often it has gone offline or come back: a write with a change in between says nothing about the hub's speed. */
  #spells = 0
  #acts = 0
  readonly #closing = new AbortController()
  #tidied: Promise<unknown> = Promise.resolve()

  constructor(options: MemberOptions) {
    const { scenario, actor, chance, engine } = options
    this.#options = options
    this.name = actor.name
    this.engine = new SrvraDataSync({
      ...engine,
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
    return isConnected(this.engine.connection)
  }

  /** True while somebody keeps it offline. */
  get held(): boolean {
    return this.#held
  }

  /** Begins to act, as its user would: not in the same moment as the others. */
  start(): void {
    this.#acting = true
    const { chance, scenario } = this.#options
    this.#timer = setTimeout(() => this.#act(), chance.fraction() * scenario.thinkMs)
  }

  /** Acts no more. What was written stays to be sent. */
  stop(): void {
    this.#acting = false
    clearTimeout(this.#timer)
    clearTimeout(this.#back)
  }

  /** Somebody pulls the plug, or puts it in again. */
  hold(held: boolean): void {
    if (this.#held === held) return
    this.#held = held
    if (held) this.#goOffline()
    else this.#comeBack()
  }

  /** Makes sure that it is connected and that nothing waits; true when both sides have the same. */
  async settle(): Promise<boolean> {
    this.#comeBack()
    const { equal } = await this.engine.sync({ immediate: true })
    return equal
  }

  /** The hub's version of a key that this replica is known to have reached. */
  confirmedVersion(key: string): number {
    return this.engine.replica?.confirmedVersion(key) ?? 0
  }

  async close(): Promise<void> {
    this.stop()
    this.#closing.abort()
    await this.#tidied
    await this.engine.close()
  }

  #act(): void {
    const { chance, scenario, actor } = this.#options
    if (++this.#acts % TIDY_EVERY === 0) this.#tidied = this.#tidy()
    const deeds = chance.happens(scenario.burst.probability) ? scenario.burst.deeds : 1
    for (let deed = 0; deed < deeds; deed++) for (const each of scenario.act(chance, actor)) this.#do(each)
    if (!this.#held && chance.happens(scenario.offline.probability)) {
      this.#goOffline()
      this.#back = setTimeout(() => this.#comeBack(), chance.pauseMs(scenario.offline.meanMs))
    }
    if (this.#acting) this.#timer = setTimeout(() => this.#act(), pause(scenario, chance))
  }

  #do({ key, edit, priority, reason }: Deed): void {
    const { ledger } = this.#options
    const value = edit(this.engine.getState(key))
    if (value === undefined) return
    const standing = { connected: this.online, spells: this.#spells, at: performance.now() }
    const why = { ...(priority === undefined ? {} : { priority }), ...(reason === undefined ? {} : { reason }) }
    const update = this.engine.setState(key, value, why)
    if (!update.changed) return
    ledger.written()
    void this.#settled(update, standing)
  }

  async #settled({ key, value = null, synced }: StateUpdate, before: Before): Promise<void> {
    const outcome = await synced
    const undisturbed = before.connected && before.spells === this.#spells
    const origin = this.engine.storage.storeId
    this.#options.ledger.settled({ key, value, origin }, outcome, undisturbed ? performance.now() - before.at : undefined)
  }

  async #tidy(): Promise<void> {
    const { signal } = this.#closing
    try {
      await this.engine.compact(undefined, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  /** A dead spot, a lid that is shut, a pulled plug. */
  #goOffline(): void {
    clearTimeout(this.#back)
    this.#spells++
    this.engine.replica?.pause()
  }

  #comeBack(): void {
    clearTimeout(this.#back)
    if (this.#held) return
    this.#spells++
    this.engine.replica?.resume()
  }
}

/** People pause as they like; devices keep time. */
function pause({ rhythm, thinkMs }: Scenario, chance: Chance): number {
  return rhythm === 'device' ? thinkMs : chance.pauseMs(thinkMs)
}

function skewed(byMs: number): Clock {
  return { now: () => Date.now() + byMs }
}
