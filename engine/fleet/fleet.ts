import { join } from 'node:path'
import { letOthersRun } from '../admin/slices.ts'
import { nodeSha256 } from '../adapters/node-hash.ts'
import type { SrvraDataSync } from '../srvra-data-sync.ts'
import type { StoreFolder } from '../sync-options.ts'
import { Chance } from './chance.ts'
import { Controller } from './controller.ts'
import { CopyAudit } from './copy-audit.ts'
import { Deadline } from './deadline.ts'
import type { FleetConfig, FleetProgress, FleetReport } from './fleet-config.ts'
import { openFleetHub } from './open-fleet-hub.ts'
import type { Reach } from './open-fleet-hub.ts'
import { Ledger } from './ledger.ts'
import { LogAudit } from './log-audit.ts'
import { Member } from './member.ts'
import type { Audit } from './promised-write.ts'
import type { Scenario } from './scenario.ts'

const SQLITE_UP_TO = 100

/** The replicas of a scenario with their hub, or with somebody else's. */
export class Fleet {
  /** Resolves when somebody writes into the control document that the fleet is to stop. */
  readonly stopped: Promise<void>
  readonly #scenario: Scenario
  readonly #config: FleetConfig
  readonly #dir: string
  readonly #hub: SrvraDataSync | undefined
  readonly #reach: Reach
  readonly #controller: Controller
  readonly #ledger: Ledger
  readonly #members: Member[] = []
  #beganAt = performance.now()
  #actedMs: number | undefined

  private constructor(scenario: Scenario, config: FleetConfig, dir: string, hub: SrvraDataSync | undefined, reach: Reach) {
    this.#scenario = scenario
    this.#config = config
    this.#dir = dir
    this.#hub = hub
    this.#reach = reach
    this.#controller = new Controller({ ...reach, storage: this.#storage('controller') }, scenario.covered)
    this.stopped = this.#controller.stopped
    this.#ledger = new Ledger(this.#audit())
  }

  /** Opens a hub of its own where the plan names none. Throws what opening stores and listening throw. */
  static async open(scenario: Scenario, config: FleetConfig, dir: string): Promise<Fleet> {
    const { connect } = config
    if (!connect) {
      const { hub, reach } = await openFleetHub(join(dir, 'hub'))
      return new Fleet(scenario, config, dir, hub, reach)
    }
    const { url, token, ca } = connect
    const reach = { nodes: [url], ...(token === undefined ? {} : { token }), ...(ca === undefined ? {} : { ca }) }
    return new Fleet(scenario, config, dir, undefined, reach)
  }

  /** Makes sure that the hub has the fleet's first documents. Throws why it lets nobody in. */
  async prepare(): Promise<void> {
    await this.#controller.prepare(this.#scenario.documents(new Chance(this.#config.seed).branch(0), this.#replicas))
  }

  /** Lets the members come one by one, and each begin as soon as it is there; others have their turn in between. */
  async enter(signal: AbortSignal): Promise<void> {
    const chance = new Chance(this.#config.seed)
    this.#beganAt = performance.now()
    this.#controller.onOffline((names) => {
      for (const member of this.#members) member.hold(names.has(member.name))
    })
    for (let number = 0; number < this.#replicas && !signal.aborted; number++) {
      const actor = { number, name: this.#nameOf(number) }
      const engine = { ...this.#reach, storage: this.#storage(actor.name) }
      const member = new Member({
        scenario: this.#scenario,
        actor,
        chance: chance.branch(number + 1),
        ledger: this.#ledger,
        engine,
      })
      this.#members.push(member)
      member.hold(this.#controller.offline.has(member.name))
      member.start()
      await letOthersRun()
    }
  }

  /** Nobody acts any more; what was written goes on. */
  rest(): void {
    for (const member of this.#members) member.stop()
    this.#actedMs = performance.now() - this.#beganAt
  }

  /** Everybody who is not held offline finishes, no longer than so many milliseconds; then what was promised is looked for. */
  async finish(patienceMs: number): Promise<FleetReport> {
    const deadline = new Deadline(patienceMs)
    const members = this.#members.filter(({ held }) => !held)
    const settle = (): Promise<readonly (boolean | undefined)[]> =>
      Promise.all(members.map((member) => deadline.wait(member.settle())))
    await settle()
    // Whoever finished first has not seen the last writes of the others: once more, now that nobody writes.
    const equal = await settle()
    const lost = await deadline.wait(this.#ledger.countLost())
    deadline.end()
    const { acknowledged, conflicts, merged, rejected } = this.#ledger.counts
    return {
      scenario: this.#scenario.name,
      replicas: this.#replicas,
      seed: this.#config.seed,
      seconds: Math.round((this.#actedMs ?? 0) / 100) / 10,
      acknowledged,
      lost: lost ?? 0,
      conflicts,
      merged,
      rejected,
      waiting: this.#ledger.waiting,
      p50Ms: this.#ledger.percentile(0.5),
      p99Ms: this.#ledger.percentile(0.99),
      digestsEqual: lost !== undefined && equal.every((same) => same === true),
    }
  }

  progress(): FleetProgress {
    return {
      ...this.#ledger.counts,
      elapsedMs: performance.now() - this.#beganAt,
      replicas: this.#replicas,
      online: this.#members.filter(({ online }) => online).length,
      waiting: this.#ledger.waiting,
      p50Ms: this.#ledger.percentile(0.5),
      p99Ms: this.#ledger.percentile(0.99),
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.map((member) => member.close()))
    await this.#controller.close()
    await this.#hub?.close()
  }

  get #replicas(): number {
    return this.#config.replicas ?? this.#scenario.defaultReplicas
  }

  #nameOf(number: number): string {
    const digits = Math.max(2, String(this.#replicas).length)
    return `${this.#scenario.member}-${String(number + 1).padStart(digits, '0')}`
  }

  #storage(name: string): 'memory' | StoreFolder {
    const { storage = this.#replicas <= SQLITE_UP_TO ? 'sqlite' : 'memory' } = this.#config
    return storage === 'memory' ? 'memory' : { dir: join(this.#dir, name), synchronous: 'NORMAL' }
  }

  #audit(): Audit {
    if (this.#hub) return new LogAudit(this.#hub.storage, nodeSha256)
    return new CopyAudit({
      refresh: () => this.#controller.fetchAll(),
      version: (key) =>
        Math.max(this.#controller.confirmedVersion(key), ...this.#members.map((member) => member.confirmedVersion(key))),
      value: (key) => this.#controller.value(key),
    })
  }
}
