import { toFailure } from '../../../engine/admin/calls/to-failure.ts'
import type { FleetFileConfig, FleetFiles, FleetStatus } from './fleet-files.ts'

const BEAT_MS = 1000
/** Replicas that can not finish, because their hub is gone, say, are left: their stores go on from there another time. */
const FINISH_MS = 8000

/** Runs the replicas until the signal; what the command line's demos run, too. */
export type RunFleet = (config: FleetFileConfig, signal: AbortSignal) => Promise<unknown>

export interface FleetPlay {
  readonly files: FleetFiles
  /** The start that this process is for. */
  readonly named: string
  readonly run: RunFleet
  readonly now: () => number
  readonly report: (error: unknown) => void
  /** Ends the play, as the system's own wish to end the process does. */
  readonly signal: AbortSignal
}

/**
 * Plays a fleet until nobody wants it any more: says every second that it lives, and looks whether its start is still
 * the one that is wanted. Answers the exit code. // V-142
 */
export async function playFleet({ files, named, run, now, report, signal }: FleetPlay): Promise<number> {
  const config = files.config()
  // Between the start and now somebody may have started another one, or none.
  if (config?.run !== named) return 0
  const abort = new AbortController()
  const end = (): void => abort.abort()
  const say = (phase: FleetStatus['phase'], error?: FleetStatus['error']): void =>
    files.writeStatus({ run: config.run, pid: process.pid, at: now(), phase, ...(error ? { error } : {}) })
  const wanted = (): boolean => files.config()?.run === config.run
  const beat = (): void => {
    if (!wanted()) end()
    else say('running')
  }
  signal.addEventListener('abort', end)
  if (signal.aborted) end()
  beat()
  const timer = setInterval(beat, BEAT_MS)
  try {
    await Promise.race([run(config, abort.signal), longAfter(abort.signal)])
    if (wanted()) say('ended')
    return 0
  } catch (error) {
    const { code, message } = toFailure(error, report)
    if (wanted()) say('failed', { code, message })
    return 1
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', end)
  }
}

function longAfter(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wait = (): void => void setTimeout(resolve, FINISH_MS)
    if (signal.aborted) wait()
    else signal.addEventListener('abort', wait, { once: true })
  })
}
