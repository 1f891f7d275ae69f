import type { DemoPlan, DemoState } from '../../../engine/admin/commands.ts'
import type { DemoControl } from '../../../engine/admin/demo/demo-control.ts'
import { SrvraError } from '../../../engine/core/errors.ts'
import type { FleetFileConfig, FleetFiles, FleetStatus } from './fleet-files.ts'

const LOOK_EVERY_MS = 500
/** A fleet says every second that it lives; one that opens hundreds of stores on a busy machine may be late. */
const SILENT_MS = 30_000
/** A fleet that does not come up, or does not end, in this time will not. */
const START_MS = 60_000
const PATIENCE_MS = 10_000

/** Processes, as far as a demo needs them. */
export interface FleetProcesses {
  /** Starts a fleet that outlives this process. */
  spawn(fleet: { readonly run: string; readonly logFile: string }): void
  alive(pid: number): boolean
  kill(pid: number): void
}

export interface DemoHostParts {
  readonly files: FleetFiles
  readonly processes: FleetProcesses
  /** Where a fleet can connect now; undefined: nowhere. */
  readonly connection: () => { readonly url: string; readonly token: string } | undefined
  readonly now: () => number
  readonly newRun: () => string
  readonly newSeed: () => number
}

/** Keeps a demo, which is a process of its own: it outlives the console, and a later console finds it. // V-142 */
export class DemoHost implements DemoControl {
  readonly #parts: DemoHostParts
  readonly #listeners = new Set<(state: DemoState) => void>()
  #state: DemoState = { status: 'off' }
  #config: FleetFileConfig | undefined
  #timer: NodeJS.Timeout | undefined
  readonly #waiting: ((state: DemoState) => void)[] = []
  #stopAskedAt = 0

  constructor(parts: DemoHostParts) {
    this.#parts = parts
    this.#config = parts.files.config()
    if (this.#living()) this.#follow('running')
  }

  state(): DemoState {
    return this.#state
  }

  onState(listener: (state: DemoState) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async start(plan: DemoPlan): Promise<DemoState> {
    if (this.#state.status === 'stopping') await this.stop()
    if (this.#state.status !== 'off' && this.#state.status !== 'failed')
      throw new SrvraError('E_DEMO_RUNS', 'A demo runs already. Stop it before you start another one.')
    const { files, processes } = this.#parts
    this.#config = this.#plan(plan)
    files.forgetStatus()
    files.writeConfig(this.#config)
    processes.spawn({ run: this.#config.run, logFile: files.logFile })
    return this.#follow('starting')
  }

  stop(): Promise<DemoState> {
    const { files, now } = this.#parts
    if (this.#state.status === 'off' || this.#state.status === 'failed') return Promise.resolve(this.#rest({ status: 'off' }))
    if (this.#state.status !== 'stopping') {
      this.#stopAskedAt = now()
      // Also one that is only just starting learns from this that nobody wants it.
      files.forgetConfig()
      this.#become({ ...this.#state, status: 'stopping' })
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** The hub is somewhere else now: a fleet that runs is started again, and goes there with what it has. */
  async moved(): Promise<void> {
    const config = this.#config
    const connection = this.#parts.connection()
    if (this.#state.status !== 'running' || config === undefined || connection === undefined) return
    if (connection.url === config.connect.url) return
    await this.stop()
    await this.start({ scenario: config.scenario, replicas: config.replicas, seed: config.seed })
  }

  /** Looks no more; the fleet goes on. */
  close(): void {
    clearInterval(this.#timer)
    this.#listeners.clear()
  }

  #plan({ scenario, replicas, seed }: DemoPlan): FleetFileConfig {
    const { files, connection, now, newRun, newSeed } = this.#parts
    const connect = connection()
    if (connect === undefined)
      throw new SrvraError('E_HUB_OFF', 'The hub does not listen, so that nobody could connect. Let it listen first.')
    const chosen = { scenario, replicas, seed: seed ?? newSeed() }
    return { run: newRun(), ...chosen, startedAt: now(), connect, dir: files.storesOf(`${scenario}-${replicas}-${chosen.seed}`) }
  }

  #follow(status: 'starting' | 'running'): DemoState {
    clearInterval(this.#timer)
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
    return this.#becomeStatus(status)
  }

  #look(): void {
    const { status } = this.#state
    if (status === 'stopping') this.#lookAtStopping()
    else if (this.#living()) this.#becomeStatus('running')
    else this.#lookAtSilence(status === 'running')
  }

  #lookAtStopping(): void {
    const { processes, now } = this.#parts
    const living = this.#living()
    if (!living) this.#rest({ status: 'off' })
    else if (now() - this.#stopAskedAt > PATIENCE_MS) processes.kill(living.pid)
  }

  #lookAtSilence(ran: boolean): void {
    const { files, now } = this.#parts
    const { run = '', startedAt = 0 } = this.#config ?? {}
    const said = files.status()
    const last = said?.run === run ? said : undefined
    if (last?.phase === 'ended') this.#rest({ status: 'off' })
    else if (last?.error) this.#rest({ status: 'failed', ...last.error })
    else if (ran || last || now() - startedAt > START_MS) {
      const message = `The demo’s process ended by itself. Its log may say why: ${files.logFile}. Run it again.`
      this.#rest({ status: 'failed', code: 'E_DEMO_ENDED', message })
    }
  }

  /** Ours, of this start, alive, and not silent: a process that got the number of a dead one is nobody's fleet. */
  #living(): FleetStatus | undefined {
    const { files, processes, now } = this.#parts
    const status = files.status()
    if (status === undefined || status.run !== this.#config?.run || status.phase !== 'running') return undefined
    return now() - status.at < SILENT_MS && processes.alive(status.pid) ? status : undefined
  }

  #rest(state: DemoState): DemoState {
    clearInterval(this.#timer)
    this.#config = undefined
    this.#parts.files.forgetConfig()
    this.#become(state)
    for (const tell of this.#waiting.splice(0)) tell(state)
    return state
  }

  #becomeStatus(status: 'starting' | 'running'): DemoState {
    if (this.#config === undefined || this.#state.status === status) return this.#state
    const { scenario, replicas, seed, startedAt } = this.#config
    return this.#become({ status, scenario, replicas, seed, startedAt })
  }

  #become(state: DemoState): DemoState {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
    return state
  }
}
