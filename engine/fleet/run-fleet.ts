import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SrvraError } from '../core/errors.ts'
import { SrvraDataSync } from '../srvra-data-sync.ts'
import { Chance } from './chance.ts'
import { Controller } from './controller.ts'
import type { FleetConfig, FleetReport } from './fleet-config.ts'
import { Ledger } from './ledger.ts'
import { Member } from './member.ts'
import type { Scenario } from './scenario.ts'
import { SCENARIOS } from './scenarios/index.ts'

export type { FleetConfig, FleetProgress, FleetReport } from './fleet-config.ts'

const SQLITE_UP_TO = 100
const PROGRESS_MS = 1000
const TOKEN = 'fleet'
/** Replicas of a fleet start one after the other, as devices are switched on. */
const STARTED_AT_ONCE = 50

/**
 * Plays a fleet of real replicas against a hub over real sockets, until its time is over or the signal says so. Then it
 * lets everybody finish and says what came of it. Throws E_SCENARIO, and what opening stores and listening throw.
 */
export async function runFleet(config: FleetConfig, signal: AbortSignal): Promise<FleetReport> {
  const scenario = SCENARIOS[config.scenario]
  if (!scenario) {
    const known = Object.keys(SCENARIOS).join(', ')
    throw new SrvraError('E_SCENARIO', `There is no scenario '${config.scenario}'; there are ${known}.`, { scenario: config.scenario })
  }
  const dir = config.dir ?? mkdtempSync(join(tmpdir(), 'srvra-fleet-'))
  mkdirSync(dir, { recursive: true })
  const fleet = new Fleet(scenario, config, dir)
  try {
    await fleet.open()
    await fleet.play(signal)
    return await fleet.finish()
  } finally {
    await fleet.close()
    if (config.dir === undefined) rmSync(dir, { recursive: true, force: true })
  }
}

class Fleet {
  readonly #scenario: Scenario
  readonly #config: FleetConfig
  readonly #dir: string
  readonly #ledger = new Ledger()
  readonly #members: Member[] = []
  #hub: SrvraDataSync | undefined
  #controller: Controller | undefined

  constructor(scenario: Scenario, config: FleetConfig, dir: string) {
    this.#scenario = scenario
    this.#config = config
    this.#dir = dir
  }

  get #replicas(): number {
    return this.#config.replicas ?? this.#scenario.defaultReplicas
  }

  async open(): Promise<void> {
    const { connect, storage = this.#replicas <= SQLITE_UP_TO ? 'sqlite' : 'memory' } = this.#config
    const { url, token } = connect ?? (await this.#openHub())
    const chance = new Chance(this.#config.seed)
    this.#controller = new Controller(url, token, storage === 'sqlite' ? join(this.#dir, 'controller') : undefined)
    await this.#controller.prepare(this.#scenario.documents(chance.branch(0), this.#replicas))
    const digits = Math.max(2, String(this.#replicas).length)
    for (let number = 0; number < this.#replicas; number++) {
      const actor = { number, name: `${this.#scenario.member}-${String(number + 1).padStart(digits, '0')}` }
      const options = { scenario: this.#scenario, actor, chance: chance.branch(number + 1), ledger: this.#ledger, url, token }
      this.#members.push(new Member({ ...options, dir: storage === 'sqlite' ? this.#dir : undefined }))
      if (number % STARTED_AT_ONCE === STARTED_AT_ONCE - 1) await new Promise((resolve) => setTimeout(resolve))
    }
    this.#controller.onOffline((names) => {
      for (const member of this.#members) member.unplugged = names.has(member.name)
    })
  }

  /** Lets everybody act until time is over, or somebody says so. */
  async play(signal: AbortSignal): Promise<void> {
    for (const member of this.#members) member.start()
    const progress = setInterval(() => this.#tellProgress(), PROGRESS_MS)
    const over = [stopped(signal), this.#controller?.stopped ?? Promise.resolve()]
    if (this.#config.seconds !== undefined) over.push(new Promise((resolve) => setTimeout(resolve, (this.#config.seconds ?? 0) * 1000)))
    await Promise.race(over)
    clearInterval(progress)
    for (const member of this.#members) member.stop()
  }

  /** Everybody comes back and finishes; then what was promised is looked for. */
  async finish(): Promise<FleetReport> {
    await Promise.all(this.#members.map((member) => member.settle()))
    // Whoever finished first has not seen the last writes of the others: once more, now that nobody writes.
    const equal = await Promise.all(this.#members.map((member) => member.settle()))
    const { acknowledged, counts } = this.#ledger
    return {
      scenario: this.#scenario.name,
      replicas: this.#replicas,
      seed: this.#config.seed,
      acknowledged: acknowledged.length,
      lost: this.#countLost(),
      conflicts: counts.conflicts,
      merged: counts.merged,
      rejected: counts.rejected,
      p50Ms: this.#ledger.percentile(0.5),
      p99Ms: this.#ledger.percentile(0.99),
      digestsEqual: equal.every(Boolean),
    }
  }

  async close(): Promise<void> {
    for (const member of this.#members) member.stop()
    await Promise.all(this.#members.map((member) => member.engine.close()))
    await this.#controller?.close()
    await this.#hub?.close()
  }

  async #openHub(): Promise<{ readonly url: string; readonly token: string }> {
    this.#hub = new SrvraDataSync({
      storage: { dir: join(this.#dir, 'hub') },
      listen: { port: 0, tokens: { [TOKEN]: { name: 'fleet' } } },
    })
    const state = await this.#hub.listening
    if (state.status === 'listening') return { url: state.url, token: TOKEN }
    throw new SrvraError('E_LISTEN', state.status === 'failed' ? state.message : 'The hub does not listen.')
  }

  #tellProgress(): void {
    this.#config.onProgress?.({
      online: this.#members.filter(({ online }) => online).length,
      replicas: this.#replicas,
      written: this.#ledger.counts.written,
      acknowledged: this.#ledger.acknowledged.length,
    })
  }

  /**
   * Of a hub of its own the log is asked: the change has to be where the hub said it put it. Of another one it is known
   * what version every replica has reached, which must not be an older one than was promised.
   */
  #countLost(): number {
    const storage = this.#hub?.storage
    if (storage) {
      return this.#ledger.acknowledged.filter(({ key, version, seq }) => {
        const [entry] = storage.log({ after: seq - 1, limit: 1 })
        return entry?.key !== key || entry.version !== version
      }).length
    }
    const reached = new Map<string, number>()
    return this.#ledger.acknowledged.filter(({ key, version }) => {
      const known = reached.get(key) ?? Math.max(...this.#members.map((member) => member.confirmedVersion(key)))
      reached.set(key, known)
      return known < version
    }).length
  }
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
