import type { Hash } from '../../core/json/index.ts'
import { seeded } from '../faults/seeded.ts'
import type { Random } from '../../ports/random.ts'
import type { Storage } from '../../ports/storage.ts'
import { TestNetwork } from '../test-network.ts'
import { VirtualTime } from '../virtual-time.ts'
import { cheapHash } from './cheap-hash.ts'
import { complaintsOf } from './complaints.ts'
import { SimulatedHub } from './simulated-hub.ts'
import { SimulatedReplica } from './simulated-replica.ts'
import type { SimulatedWorld } from './simulated-world.ts'
import { STEPS } from './steps.ts'
import { Killed } from './tearable-storage.ts'

/** How a simulation differs from an honest one: each is a planted bug that an invariant has to find. */
export interface PlantedBugs {
  readonly hubStorage?: (storage: Storage) => Storage
  readonly replicaStorage?: (storage: Storage) => Storage
  /** What everybody hashes contents with. */
  readonly hash?: Hash
  /** The hub's store is put back to an earlier state, now and then. */
  readonly restores?: boolean
  /** Bends what a hub sends. */
  readonly bendFrame?: (text: string, chance: () => number) => string
}

const REPLICAS = 3
const RESTORES = 0.02
const LONGEST_LATENCY_MS = 20
/** P-104: within so many milliseconds after the last fault everybody has the same. Two heartbeats and a pause at its cap. */
const RECOVERY_MS = 90_000

/** A hub and its replicas in one process, on a clock and a network that a seed drives. The same seed gives the same run. */
export class Simulation implements SimulatedWorld {
  readonly time = new VirtualTime()
  readonly network: TestNetwork
  readonly hub: SimulatedHub
  readonly replicas: SimulatedReplica[]
  readonly errors: unknown[] = []
  /** The steps that were taken, for somebody who looks into a failure. */
  readonly taken: string[] = []
  readonly chance: () => number
  readonly #restores: boolean
  #names = 0

  constructor(seed: number, bugs: PlantedBugs = {}) {
    this.chance = seeded(seed)
    this.#restores = bugs.restores ?? false
    this.network = new TestNetwork(this.time, {
      latencyMs: () => 1 + Math.floor(this.chance() * LONGEST_LATENCY_MS),
      ...(bugs.bendFrame
        ? { bend: (text: string, from: string) => (from === 'hub' ? (bugs.bendFrame?.(text, this.chance) ?? text) : text) }
        : {}),
    })
    const common = {
      time: this.time,
      network: this.network,
      random: this.#random(),
      hash: bugs.hash ?? cheapHash,
      onError: (error: unknown) => this.#note(error),
    }
    this.hub = new SimulatedHub({ ...common, restorable: this.#restores, ...(bugs.hubStorage ? { wrap: bugs.hubStorage } : {}) })
    this.replicas = Array.from(
      { length: REPLICAS },
      (_, index) =>
        new SimulatedReplica({ ...common, name: `r${index}`, ...(bugs.replicaStorage ? { wrap: bugs.replicaStorage } : {}) }),
    )
  }

  /** Takes one step. */
  step(): void {
    if (this.#restores && this.chance() < RESTORES) this.#restore()
    let roll = this.chance()
    const step = STEPS.find(({ share }) => (roll -= share) < 0) ?? STEPS[0]
    const replica = this.replicas[Math.floor(this.chance() * REPLICAS)]
    if (!step || !replica) return
    this.taken.push(`${step.name} ${replica.name}`)
    this.#guarded(() => step.take(this, replica))
    this.#revive()
  }

  /** Ends all faults and gives everybody the time to recover; answers what is wrong then. */
  async finish(): Promise<readonly string[]> {
    for (const { name } of this.replicas) this.#guarded(() => this.network.heal(name))
    this.#revive()
    this.#letPass(RECOVERY_MS)
    // Promises tell outcomes in turns of their own.
    await Promise.resolve()
    await Promise.resolve()
    return [...this.errors.map((error) => `an error that nobody foresaw: ${describe(error)}`), ...complaintsOf(this)]
  }

  key(): string {
    return `k/${Math.floor(this.chance() * 4)}`
  }

  /** Mostly a little way back. */
  #restore(): void {
    this.taken.push('somebody restores the hub')
    this.#guarded(() => this.hub.restore(1 - this.chance() ** 2))
    this.#revive()
  }

  #random(): Random {
    return { token: () => `t${++this.#names}`, fraction: () => this.chance() }
  }

  /** Who is killed takes the step down with him; everybody else goes on. */
  #guarded(work: () => unknown): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }

  /** Whoever is killed meanwhile is started again at once. */
  #letPass(ms: number): void {
    const until = this.time.now() + ms
    while (this.time.waitsBefore(until)) {
      this.#guarded(() => this.time.step(until))
      this.#revive()
    }
    this.time.advance(until - this.time.now())
  }

  #revive(): void {
    if (this.hub.dead) this.hub.crash()
    for (const replica of this.replicas) if (replica.dead) replica.crash()
  }

  #note(error: unknown): void {
    if (!(error instanceof Killed)) this.errors.push(error)
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
