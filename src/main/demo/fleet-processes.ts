import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { app } from 'electron'
import type { FleetProcesses } from './demo-host.ts'
import { fleetArguments } from './fleet-arguments.ts'

/** Fleets are this very program, started once more with other arguments. */
export function fleetProcesses(dataDir: string, report: (error: unknown) => void): FleetProcesses {
  return {
    spawn: ({ run, logFile }) => {
      mkdirSync(dirname(logFile), { recursive: true })
      const log = openSync(logFile, 'w', 0o600)
      const programArguments = [...runtimeArguments(), ...fleetArguments({ dataDir, run })]
      // A group of its own: what ends the console, a terminal's Ctrl+C included, leaves the fleet alone.
      const child = spawn(process.execPath, programArguments, { detached: true, stdio: ['ignore', log, log] })
      closeSync(log)
      child.on('error', report)
      child.unref()
    },
    alive,
    kill: (pid) => {
      if (alive(pid)) process.kill(pid, 'SIGKILL')
    },
  }
}

function alive(pid: number): boolean {
  try {
    // Signal 0 asks, and does nothing.
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function runtimeArguments(): string[] {
  return [
    ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
    // It shows nothing, and must outlive the display that the console was on.
    ...(process.platform === 'linux' ? ['--ozone-platform=headless'] : []),
    ...(app.isPackaged ? [] : [app.getAppPath()]),
  ]
}
