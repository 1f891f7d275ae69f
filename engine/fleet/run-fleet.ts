import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SrvraError } from '../core/errors.ts'
import { Fleet } from './fleet.ts'
import type { FleetConfig, FleetReport } from './fleet-config.ts'
import type { Scenario } from './scenario.ts'
import { SCENARIOS } from './scenarios/index.ts'

export type { FleetConfig, FleetProgress, FleetReport } from './fleet-config.ts'

const PROGRESS_MS = 1000
/** How long a hub may take to let the first one in. */
const ARRIVAL_MS = 30_000
/** How long the members have to finish: at the end of their time, and when somebody ends the fleet. */
const FINISH_MS = 60_000
const FINISH_ENDED_MS = 5000

/**
 * Plays a fleet of real replicas against a hub over real sockets, until its time is over, the signal or the control
 * document says so. Then it lets everybody finish and says what came of it. Throws E_SCENARIO, E_UNREACHABLE, why the hub
 * lets nobody in, and what opening stores and listening throw.
 */
export async function runFleet(config: FleetConfig, signal: AbortSignal): Promise<FleetReport> {
  const scenario = scenarioOf(config.scenario)
  const dir = config.dir ?? mkdtempSync(join(tmpdir(), 'srvra-fleet-'))
  mkdirSync(dir, { recursive: true })
  try {
    const fleet = await Fleet.open(scenario, config, dir)
    try {
      return await play(fleet, config, signal)
    } finally {
      await fleet.close()
    }
  } finally {
    if (config.dir === undefined) rmSync(dir, { recursive: true, force: true })
  }
}

async function play(fleet: Fleet, config: FleetConfig, signal: AbortSignal): Promise<FleetReport> {
  const end = new AbortController()
  const stop = (): void => end.abort()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  void fleet.stopped.then(stop)
  const progress = setInterval(() => config.onProgress?.(fleet.progress()), PROGRESS_MS)
  try {
    await arrival(fleet, end.signal)
    await fleet.enter(end.signal)
    await passing(config.seconds, end.signal)
    fleet.rest()
    return await fleet.finish(end.signal.aborted ? FINISH_ENDED_MS : FINISH_MS)
  } finally {
    clearInterval(progress)
    signal.removeEventListener('abort', stop)
  }
}

/** Waits until the hub has the first documents. When the fleet is ended before, there is nothing to wait for. */
async function arrival(fleet: Fleet, ended: AbortSignal): Promise<void> {
  const arrived = new AbortController()
  const prepared = fleet.prepare().finally(() => arrived.abort())
  // It may fail later, when nobody waits for it any more.
  prepared.catch(() => undefined)
  await passing(ARRIVAL_MS / 1000, AbortSignal.any([ended, arrived.signal]))
  if (arrived.signal.aborted) return prepared
  if (ended.aborted) return
  throw new SrvraError(
    'E_UNREACHABLE',
    `The hub has not let anybody in for ${ARRIVAL_MS / 1000} s. Is it running, and is this its address?`,
  )
}

/** Lets so much time pass, or all that there is, unless the signal ends it. */
function passing(seconds: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer)
      resolve()
    }
    const timer = seconds === undefined ? undefined : setTimeout(over, seconds * 1000)
    signal.addEventListener('abort', over, { once: true })
    if (signal.aborted) over()
  })
}

function scenarioOf(name: string): Scenario {
  const scenario = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name] : undefined
  if (scenario) return scenario
  const known = Object.keys(SCENARIOS).join(', ')
  throw new SrvraError('E_SCENARIO', `There is no scenario '${name}'; there are ${known}.`, { scenario: name })
}
