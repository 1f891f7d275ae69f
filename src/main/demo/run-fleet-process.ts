import { join } from 'node:path'
import { app } from 'electron'
import { runFleet } from '../../../engine/fleet/run-fleet.ts'
import type { FleetArguments } from './fleet-arguments.ts'
import { fleetFiles } from './fleet-files.ts'
import { playFleet } from './play-fleet.ts'

/** Plays a fleet in this process: no window, no lock, no graphics. Its words go to the fleet's log. */
export function runFleetProcess({ dataDir, run }: FleetArguments): void {
  app.disableHardwareAcceleration()
  app.setPath('userData', join(dataDir, 'demo', 'profile'))
  app.dock?.hide()
  const report = (error: unknown): void => {
    process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  }
  const wish = new AbortController()
  app.on('before-quit', (event) => {
    event.preventDefault()
    wish.abort()
  })
  const end = (error: unknown): void => {
    report(error)
    app.exit(70)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
  void playFleet({
    files: fleetFiles(dataDir),
    named: run,
    run: ({ scenario, replicas, seed, connect, dir }, signal) => runFleet({ scenario, replicas, seed, connect, dir }, signal),
    now: Date.now,
    report,
    signal: wish.signal,
  }).then((code) => app.exit(code))
}
